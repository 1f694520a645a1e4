/** Mercurius: the time of the fastest GraphQL server for Node.js, with compiled queries and hand-written SQL. */
import fastify from "fastify";
import mercurius, { type IResolvers, type MercuriusLoaders } from "mercurius";
import { createResolvers } from "./mercurius-resolvers.js";
import { schema } from "./mercurius-schema.js";
import { createPool } from "./pool.js";

const pool = createPool();
const app = fastify();
const { resolvers, loaders } = createResolvers(pool);
app.register(mercurius, {
  schema,
  resolvers: resolvers as unknown as IResolvers,
  loaders: loaders as unknown as MercuriusLoaders,
  jit: 1,
});
console.log(`Mercurius at ${await app.listen({ host: "127.0.0.1", port: 0 })}/graphql`);
process.once("SIGTERM", async () => {
  await app.close();
  await pool.end();
});
