import { Prisma, type PrismaClient } from "../database/generated/client.js";
import type { Tx } from "../database/transactions/transaction.js";
import type { JobBatch, JobCounts, JobKind, JobRowError, Json, RunningJob } from "./job.js";

/** The right of one process to run a job. Another process can take it when it has ended. */
export interface Lease {
  readonly jobId: string;
  readonly token: string;
  /** The duration from the last renewal. */
  readonly leaseMs: number;
}

/** A job that this process may run. */
export interface LeasedJob extends RunningJob {
  readonly actorType: "USER" | "API_KEY" | "SYSTEM";
  readonly actorId: string;
  readonly scopes: string[];
  readonly requestId: string | null;
  /** The number of leases since the last batch, with this one. */
  readonly attempts: number;
}

export interface LeaseRequest {
  readonly kinds: readonly JobKind[];
  readonly token: string;
  readonly leaseMs: number;
  /** Jobs that this process runs already. */
  readonly running: readonly string[];
}

// All times are those of the database. The time of a statement is used, because a batch may have taken seconds before it.

/** The import of a command has no uploaded file, so only the process of the command can run it. */
const isOfCommand = Prisma.sql`(kind = 'CUSTOMERS_IMPORT' AND source_file_id IS NULL)`;

/** Leases the job that waits longest, and skips those that another process is leasing. Undefined if none waits. */
export async function leaseNextJob(
  db: PrismaClient,
  { kinds, token, leaseMs, running }: LeaseRequest,
): Promise<LeasedJob | undefined> {
  const [job] = await db.$queryRaw<LeasedJob[]>`
    UPDATE job SET status = 'RUNNING', lease_token = ${token}, next_attempt_at = ${inMs(leaseMs)}, attempts = attempts + 1,
      started_at = coalesce(started_at, clock_timestamp())
    WHERE id IN (
      SELECT id FROM job WHERE finished_at IS NULL AND next_attempt_at <= clock_timestamp()
        AND kind = ANY (${[...kinds]}) AND id <> ALL (${[...running]}) AND NOT ${isOfCommand}
      ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING ${leasedColumns}`;
  return job;
}

const leasedColumns = Prisma.sql`
  id, kind, input, dry_run AS "dryRun", source_file_id AS "sourceFileId", total, processed, created, updated, unchanged, failed,
  position, actor_type AS "actorType", actor_id AS "actorId", scopes, request_id AS "requestId", attempts`;

/** Leases a new job in the transaction that queues it, so that no other process takes it. */
export async function leaseNewJob(tx: Tx, { jobId, token, leaseMs }: Lease): Promise<LeasedJob> {
  const [job] = await tx.$queryRaw<LeasedJob[]>`
    UPDATE job SET status = 'RUNNING', lease_token = ${token}, next_attempt_at = ${inMs(leaseMs)}, attempts = 1,
      started_at = clock_timestamp()
    WHERE id = ${jobId} RETURNING ${leasedColumns}`;
  if (job === undefined) throw new Error("There is no such job.");
  return job;
}

const commandEnded =
  "The process of the command that ran the import has ended. Rows that were already written stay. Run the command again.";

/** Lets the jobs fail whose commands have ended without storing an end, for example because they were killed. */
export async function failAbandonedCommands(db: PrismaClient): Promise<void> {
  await db.$executeRaw`
    UPDATE job SET status = 'FAILED', failure = ${commandEnded}, ${finished}
    WHERE id IN (
      SELECT id FROM job WHERE finished_at IS NULL AND next_attempt_at <= clock_timestamp() AND ${isOfCommand}
      FOR UPDATE SKIP LOCKED)`;
}

/** Prolongs the lease. False if it was lost: the job was cancelled, or another process has taken it. */
export async function renewLease(db: PrismaClient, { jobId, token, leaseMs }: Lease): Promise<boolean> {
  const updated = await db.$executeRaw`
    UPDATE job SET next_attempt_at = ${inMs(leaseMs)} WHERE id = ${jobId} AND lease_token = ${token}`;
  return updated === 1;
}

/**
 * Releases the lease. Another process can take the job after the pause.
 * @param isAttempt is false if the run did not fail, so that it does not count.
 */
export async function releaseLease(
  db: PrismaClient,
  { jobId, token }: Lease,
  { pauseSeconds = 0, isAttempt = true } = {},
): Promise<void> {
  await db.$executeRaw`
    UPDATE job SET lease_token = NULL, next_attempt_at = ${inMs(pauseSeconds * 1_000)},
      attempts = greatest(0, attempts - ${isAttempt ? 0 : 1}::integer)
    WHERE id = ${jobId} AND lease_token = ${token}`;
}

/**
 * Stores the result of a batch at the end of its transaction, and prolongs the lease. Undefined if the lease was lost: then the
 * transaction must be rolled back. The lock of the row keeps other processes from taking the job before the commit.
 */
export async function recordBatch(
  tx: Tx,
  { jobId, token, leaseMs }: Lease,
  { processed = 0, created = 0, updated = 0, unchanged = 0, failed = 0, errors = [], position }: JobBatch,
): Promise<JobCounts | undefined> {
  const [job] = await tx.$queryRaw<(JobCounts & { errorCount: number })[]>`
    UPDATE job SET processed = processed + ${processed}::integer, created = created + ${created}::integer,
      updated = updated + ${updated}::integer, unchanged = unchanged + ${unchanged}::integer, failed = failed + ${failed}::integer,
      error_count = error_count + ${errors.length}::integer, position = ${json(position)}, attempts = 0, next_attempt_at = ${inMs(leaseMs)}
    WHERE id = ${jobId} AND lease_token = ${token}
    RETURNING processed, created, updated, unchanged, failed, error_count AS "errorCount"`;
  if (job === undefined) return undefined;
  const { errorCount, ...counts } = job;
  if (errors.length > 0) await insertErrors(tx, jobId, errorCount - errors.length, errors);
  return counts;
}

/** @param offset is the number of errors that the job has already. */
async function insertErrors(tx: Tx, jobId: string, offset: number, errors: readonly JobRowError[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO job_row_error (job_id, position, line, code, message, column_name, path)
    SELECT ${jobId}, ${offset}::integer + e.n, e.line, e.code, e.message, e."column", e.path
    FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(errors)}::jsonb)
      AS (line integer, code text, message text, "column" text, path text[])) WITH ORDINALITY
      AS e (line, code, message, "column", path, n)`;
}

/** Stores the number of rows. False if the lease was lost. */
export async function setTotal(db: PrismaClient, { jobId, token }: Lease, total: number): Promise<boolean> {
  const { count } = await db.job.updateMany({ where: { id: jobId, leaseToken: token }, data: { total } });
  return count === 1;
}

/** Sets the counts to 0 and deletes the errors. False if the lease was lost. */
export async function restartJob(tx: Tx, { jobId, token }: Lease, position: Json): Promise<boolean> {
  const updated = await tx.$executeRaw`
    UPDATE job SET processed = 0, created = 0, updated = 0, unchanged = 0, failed = 0, error_count = 0, position = ${json(position)}
    WHERE id = ${jobId} AND lease_token = ${token}`;
  if (updated === 0) return false;
  await tx.jobRowError.deleteMany({ where: { jobId } });
  await tx.jobErrorText.deleteMany({ where: { jobId } });
  return true;
}

/** The end of a job. */
export interface JobEnd {
  readonly status: "SUCCEEDED" | "FAILED";
  readonly failure: string | null;
  readonly resultFileId: string | null;
}

/** Ends the job. False if the lease was lost. */
export async function endJob(
  db: PrismaClient,
  { jobId, token }: Lease,
  { status, failure, resultFileId }: JobEnd,
): Promise<boolean> {
  const updated = await db.$executeRaw`
    UPDATE job SET status = ${status}, failure = ${failure}, result_file_id = ${resultFileId}, ${finished}
    WHERE id = ${jobId} AND lease_token = ${token}`;
  return updated === 1;
}

/**
 * Cancels the job, unless it has ended. The process that runs it can commit no further batch: it loses its lease with this
 * statement.
 */
export async function cancelJob(tx: Tx, jobId: string): Promise<boolean> {
  const updated = await tx.$executeRaw`
    UPDATE job SET status = 'CANCELED', ${finished} WHERE id = ${jobId} AND finished_at IS NULL`;
  return updated === 1;
}

const finished = Prisma.sql`
  finished_at = clock_timestamp(), lease_token = NULL, input = '{}', position = NULL`;

/** The time that a job is kept after its end, with its errors. */
const keptFor = Prisma.sql`interval '30 days'`;

/**
 * Deletes jobs that have ended long ago. A job is kept as long as its files: it says who wrote them, and an erasure finds the file
 * from which a person was imported by its job.
 */
export async function deleteOldJobs(db: PrismaClient, maxRows: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM job WHERE id IN (
      SELECT id FROM job j WHERE finished_at < now() - ${keptFor}
        AND NOT EXISTS (SELECT FROM stored_file f WHERE f.id IN (j.source_file_id, j.result_file_id))
      ORDER BY finished_at LIMIT ${maxRows})`;
}

/** Counts the jobs that have not ended. */
export async function countOpenJobs(db: PrismaClient): Promise<number> {
  return db.job.count({ where: { finishedAt: null } });
}

function inMs(milliseconds: number): Prisma.Sql {
  return Prisma.sql`clock_timestamp() + make_interval(secs => ${milliseconds / 1_000})`;
}

function json(value: Json): Prisma.Sql {
  return Prisma.sql`${JSON.stringify(value)}::jsonb`;
}
