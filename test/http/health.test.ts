import { useTestServer } from "../support/server.js";

describe("health checks", () => {
  const server = useTestServer();

  async function get(url: string) {
    const response = await server.app.inject({ url });
    return { status: response.statusCode, body: response.json() };
  }

  it("report that the process runs and the database is ready, without a key", async () => {
    expect(await get("/healthz")).toEqual({ status: 200, body: { status: "ok" } });
    expect(await get("/readyz")).toEqual({ status: 200, body: { status: "ready" } });
  });

  it.each([
    ["a migration is missing", "ALTER TABLE _prisma_migrations RENAME TO away"],
    ["a migration has not finished", "UPDATE _prisma_migrations SET finished_at = NULL"],
    ["a migration was rolled back", "UPDATE _prisma_migrations SET rolled_back_at = now()"],
  ])("report that the server is not ready while %s", async (_what, sql) => {
    const { pool } = server.testDatabase.database;
    await pool.query(sql);
    const [ready, alive] = [await get("/readyz"), await get("/healthz")];
    await pool.query("ALTER TABLE IF EXISTS away RENAME TO _prisma_migrations");
    await pool.query("UPDATE _prisma_migrations SET finished_at = now(), rolled_back_at = NULL");
    expect(ready).toEqual({ status: 503, body: { status: "not-migrated" } });
    expect(alive.status).toBe(200);
  });
});
