import { pino } from "pino";
import { findPresentScopes } from "../../src/access/auth/present-scopes.js";
import { allScopes } from "../../src/access/auth/scope.type.js";
import type { Database } from "../../src/database/database.js";
import type { Prisma } from "../../src/database/generated/client.js";
import { inTransaction } from "../../src/database/transactions/transaction.js";
import { requestErrorCodes } from "../../src/graphql/errors/request-errors.js";
import type { JobCaller, NewJob } from "../../src/jobs/job.js";
import type { JobContext, JobHandler } from "../../src/jobs/job-handler.js";
import { createJobQueue } from "../../src/jobs/job-queue.js";
import { type JobService, startJobService } from "../../src/jobs/job-service.js";
import type { JobTimeouts } from "../../src/jobs/job-worker.js";
import { Metrics } from "../../src/monitoring/metrics.js";
import { eventually } from "../support/mail.js";

export const system: JobCaller = { type: "SYSTEM", id: "system", scopes: allScopes };

export const defaultJob: NewJob = {
  kind: "CUSTOMERS_IMPORT",
  caller: system,
  input: {},
  requestId: "req_1",
  sourceFileId: "file_0",
};

/** Queues a job without waking a worker. With a position, it goes on from there, as after an interruption. */
export async function queueJob(
  { prisma }: Database,
  job: Partial<NewJob> = {},
  position?: Prisma.InputJsonValue,
): Promise<string> {
  return inTransaction(prisma, null, async (tx) => {
    const id = await createJobQueue(() => {}).enqueue(tx, { ...defaultJob, ...job });
    // A running worker never sees the job without it.
    if (position !== undefined) await tx.job.update({ where: { id }, data: { position } });
    return id;
  });
}

export interface TestWorker extends JobService {
  readonly log: string[];
  readonly metrics: Metrics;
}

/** Starts a worker that runs imports with this handler. */
export function startWorker(
  database: Database,
  run: JobHandler["run"],
  timeouts: Partial<JobTimeouts> = {},
  scopes: readonly string[] = [],
): TestWorker {
  const log: string[] = [];
  const logger = pino({ level: "trace" }, { write: (line) => log.push(line) });
  const metrics = new Metrics(Object.keys(requestErrorCodes));
  const options = { handlers: { CUSTOMERS_IMPORT: { scopes, run } }, timeouts: { pollMs: 50, ...timeouts } };
  const findScopes = (caller: Pick<JobCaller, "type" | "id">) => findPresentScopes(database.prisma, caller);
  return { ...startJobService(options, { database, logger, metrics, findScopes }), log, metrics };
}

export async function jobRow({ prisma }: Database, id: string) {
  return prisma.job.findUniqueOrThrow({ where: { id }, include: { errors: { orderBy: { position: "asc" } } } });
}

/** Waits until the job has this status. */
export function seeStatus(database: Database, id: string, status: string) {
  return eventually(`the job is not ${status}`, async () => {
    const job = await jobRow(database, id);
    return job.status === status ? job : undefined;
  });
}

/** Commits batches of one customer each, from the position of the job on. */
export async function createCustomers(context: JobContext, count: number, beforeCommit = async (_n: number) => {}) {
  const first = (context.job.position as number | null) ?? 0;
  for (let n = first + 1; n <= count; n += 1) {
    await context.commitBatch(async (tx) => {
      await tx.customer.create({ data: { id: `cus_${n}`, email: `${n}@example.com` } });
      await beforeCommit(n);
      return { processed: 1, created: 1, position: n };
    });
  }
  return {};
}
