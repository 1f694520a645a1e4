import { setTimeout } from "node:timers/promises";
import { adminKey, type OtherServer, useTestServer } from "../support/server.js";

const refused = {
  status: 503,
  errors: [
    {
      message: "The server is overloaded. Try again in a moment.",
      extensions: { code: "SERVICE_UNAVAILABLE" },
    },
  ],
};

describe("a server at its limit of requests", () => {
  const server = useTestServer();
  let limited: OtherServer;
  beforeAll(async () => {
    limited = await server.another({ load: { maxRequests: 2, busyLatencyMs: 25 } });
  });
  const ask = (credential = adminKey) => limited.as(credential).ask("{ customers { totalCount } }");

  it("refuses further requests before reading their bodies, and accepts requests again afterwards", async () => {
    const { pool } = server.testDatabase.database;
    const taken = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
    // Two callers, because requests of one caller share its lookup.
    const waiting = [ask("unknown"), ask("another")];
    while (pool.waitingCount < 2) await setTimeout(5);
    const third = await ask();
    const malformed = await limited.app.inject({ method: "POST", url: "/graphql", payload: "{" });
    const alive = await limited.app.inject({ url: "/healthz" });
    for (const client of taken) client.release();

    expect(third).toEqual(refused);
    expect(malformed.statusCode).toBe(503);
    expect(malformed.headers).toMatchObject({ "retry-after": "1", "content-type": "application/json; charset=utf-8" });
    expect(alive.statusCode).toBe(200);
    for (const answer of await Promise.all(waiting)) expect(answer.status).toBe(401);
    expect((await ask()).status).toBe(200);
  });
});
