import type { FastifyInstance } from "fastify";
import type { Database } from "../database/database.js";
import { databaseStatus } from "../database/database-status.js";

/** `GET /healthz`: the process is up. `GET /readyz`: the database answers, takes writes and is migrated, else 503. */
export async function healthChecks(app: FastifyInstance, { database }: { database: Database }): Promise<void> {
  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    const status = await databaseStatus(database.reserved.pool);
    return reply.code(status === "ready" ? 200 : 503).send({ status });
  });
}
