import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { deleteExpiredLinkTokens } from "./access/link-token/link-token.rows.js";
import { deleteExpiredSessions } from "./access/session/session-end.service.js";
import { deleteOldFailures } from "./access/throttle/failure-count.js";
import { cleanUpHourly } from "./database/cleanup.js";
import type { PrismaClient } from "./database/generated/client.js";
import { deleteOldLeases } from "./http/idempotency/leases.js";
import { deleteOldJobs } from "./jobs/job.rows.js";
import { describeError } from "./monitoring/error-log.js";
import { deleteOldImportNames } from "./shop/customer-import/import-names.rows.js";

/** Deletes outdated rows every hour until the server is closed. */
export function deleteOldRows(app: FastifyInstance, prisma: PrismaClient, logger: Logger): void {
  const warning = (message: string) => (error: unknown) => logger.warn({ error: describeError(error) }, message);
  const cleanups = [
    cleanUpHourly((maxRows) => deleteOldFailures(prisma, maxRows), warning("Old failed logins could not be deleted.")),
    cleanUpHourly(
      (maxRows) => deleteExpiredLinkTokens(prisma, maxRows),
      warning("Expired tokens of links could not be deleted."),
    ),
    cleanUpHourly(
      (maxRows) => deleteExpiredSessions(prisma, maxRows),
      warning("Expired sessions could not be deleted."),
    ),
    cleanUpHourly((maxRows) => deleteOldJobs(prisma, maxRows), warning("Old jobs could not be deleted.")),
    cleanUpHourly(
      (maxRows) => deleteOldLeases(prisma, maxRows),
      warning("Old idempotent responses could not be deleted."),
    ),
    cleanUpHourly(
      (maxRows) => deleteOldImportNames(prisma, maxRows),
      warning("Data of imports that have ended could not be deleted."),
    ),
  ];
  app.addHook("onClose", async () => void (await Promise.all(cleanups.map((cleanup) => cleanup.close()))));
}
