import type { FastifyInstance } from "fastify";
import type { Database } from "../database/database.js";
import { databaseStatus } from "../database/database-status.js";

/**
 * Serves health checks. `GET /healthz` answers 200 while the process runs. `GET /readyz` answers 200 if the database can be
 * written and is migrated, otherwise 503.
 */
export async function healthChecks(app: FastifyInstance, { database }: { database: Database }): Promise<void> {
  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    const status = await databaseStatus(database.reserved.pool);
    return reply.code(status === "ready" ? 200 : 503).send({ status });
  });
}
