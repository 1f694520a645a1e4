import { setTimeout } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { longAgo } from "../customer/customer.steps.js";
import { whileInUse } from "../session/session.steps.js";
import { useTestServer } from "../support/server.js";
import { revokeApiKey } from "./api-key.operations.js";
import { givenApiKey } from "./api-key.steps.js";

const future = new Date("2100-01-01T00:00:00.000Z");

/** Sends a request with a key and returns the status. */
async function statusOf(app: FastifyInstance, secret: string): Promise<number> {
  const headers = { authorization: `Bearer ${secret}` };
  const payload = { query: "{ viewer { type } }" };
  return (await app.inject({ method: "POST", url: "/graphql", headers, payload })).statusCode;
}

describe("an API key", () => {
  const server = useTestServer();
  const rows = () => server.testDatabase.database.prisma.apiKey;

  it("is refused by all servers as soon as it is revoked", async () => {
    const { id, secret } = await givenApiKey(server);
    const instances = [server, await server.anotherInstance()];
    for (const { app } of instances) expect(await statusOf(app, secret)).toBe(200);
    await whileInUse(instances, [secret], () => server.run(revokeApiKey, { id }));
    for (const { app } of instances) expect(await statusOf(app, secret)).toBe(401);
  });

  it("is refused by all servers as soon as it expires", async () => {
    const { id, secret } = await givenApiKey(server);
    const instances = [server.app, (await server.anotherInstance()).app];
    for (const app of instances) expect(await statusOf(app, secret)).toBe(200);
    const expiresAt = new Date(Date.now() + 1_000);
    await rows().update({ where: { id }, data: { expiresAt } });
    while (Date.now() < expiresAt.getTime()) {
      await setTimeout(10);
      for (const app of instances) await statusOf(app, secret);
    }
    for (const app of instances) expect(await statusOf(app, secret)).toBe(401);
  });

  it("works without a scope that was removed from the schema", async () => {
    const { id, secret } = await givenApiKey(server, ["ORDERS_READ"]);
    await rows().update({ where: { id }, data: { scopes: ["ORDERS_READ", "OF_ANOTHER_VERSION"] } });
    expect(await server.as(secret).ask("{ viewer { scopes } }")).toMatchObject({
      data: { viewer: { scopes: ["ORDERS_READ"] } },
    });
  });

  it("has its last use saved when the server closes, not for each request", async () => {
    const { id, secret } = await givenApiKey(server);
    const unused = await givenApiKey(server);
    // A separate server, because the server of the test file writes the last use of keys every 30 seconds.
    const { app } = await server.another();
    for (let request = 1; request <= 3; request += 1) expect(await statusOf(app, secret)).toBe(200);
    expect(await rows().findUniqueOrThrow({ where: { id } })).toMatchObject({ lastUsedAt: null });
    await app.close();
    const { lastUsedAt, createdAt } = await rows().findUniqueOrThrow({ where: { id } });
    expect(lastUsedAt?.getTime()).toBeGreaterThanOrEqual(createdAt.getTime());
    expect(await rows().findUniqueOrThrow({ where: { id: unused.id } })).toMatchObject({ lastUsedAt: null });
  });

  it("keeps a later use that another server has saved", async () => {
    const [early, late] = [await givenApiKey(server), await givenApiKey(server)];
    const { app } = await server.another();
    for (const { secret } of [early, late]) expect(await statusOf(app, secret)).toBe(200);
    await rows().update({ where: { id: early.id }, data: { lastUsedAt: longAgo } });
    await rows().update({ where: { id: late.id }, data: { lastUsedAt: future } });
    await app.close();
    expect(await rows().findUniqueOrThrow({ where: { id: early.id } })).not.toMatchObject({ lastUsedAt: longAgo });
    expect(await rows().findUniqueOrThrow({ where: { id: late.id } })).toMatchObject({ lastUsedAt: future });
  });
});
