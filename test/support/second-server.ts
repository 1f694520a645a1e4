import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { createTokens } from "../../src/auth/tokens.js";
import { type Database, openDatabase } from "../../src/database/database.js";
import { createServer, type ServerOptions } from "../../src/server.js";
import { jwtSecret, type TestServer } from "./server.js";

const closings: (() => Promise<void>)[] = [];

// After each test, and so before the test file closes its database.
afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close();
});

/** One more server over a database, until the test ends. */
export async function givenServerOver(
  database: Database,
  options: Partial<ServerOptions> = {},
): Promise<FastifyInstance> {
  const logger = pino({ level: "silent" });
  const app = await createServer({ database, tokens: createTokens([jwtSecret]), logger, ...options });
  closings.push(() => app.close());
  return app;
}

/** Another instance of a server: with connections of its own where the database has several. */
export async function givenSecondServer({ testDatabase }: TestServer): Promise<FastifyInstance> {
  const { url: databaseUrl, database } = testDatabase;
  if (databaseUrl === undefined) return givenServerOver(database);
  const own = await openDatabase({ databaseUrl, dataDir: "" });
  closings.push(own.close);
  return givenServerOver(own);
}
