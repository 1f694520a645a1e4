import type { Reader } from "../../database/fast-reads/reader.js";
import { Prisma, type PrismaClient } from "../../database/generated/client.js";
import type { Precondition } from "../../database/transactions/transaction.js";
import { idempotencyKeyInUse } from "../../graphql/errors/request-errors.js";

/** One attempt to run a mutation that has an Idempotency-Key. */
export interface Attempt {
  /** Identifies the mutation: a hash of the key and of its caller. */
  readonly keyId: Buffer<ArrayBuffer>;
  /** A hash of the request's body, computed with the key. */
  readonly fingerprint: Buffer<ArrayBuffer>;
  /** Identifies the attempt. */
  readonly attemptId: string;
  readonly requestId: string;
  /** True if the mutation has one root field only. */
  readonly isOneField: boolean;
  /** The duration of the lease from the last write of the attempt. */
  readonly leaseMs: number;
}

/** The attempt before this one with the same key. */
export interface PreviousAttempt {
  readonly hasSameFingerprint: boolean;
  readonly isRunning: boolean;
  readonly hasWritten: boolean;
  readonly response: Uint8Array | null;
  readonly requestId: string;
}

/**
 * The lease of an attempt that has written nothing ends after this time, because its process may have ended. A process that still
 * runs cannot write after another attempt has acquired the lease.
 */
const firstLeaseMs = 5_000;
const storedFor = Prisma.sql`interval '24 hours'`;

/**
 * Acquires the lease to run a mutation. One attempt at a time holds it. Nothing can acquire it after an attempt that has written
 * or has a stored response.
 * @returns undefined if this attempt holds the lease, otherwise the previous attempt.
 */
export async function acquireLease(reader: Reader, attempt: Attempt): Promise<PreviousAttempt | undefined> {
  for (;;) {
    // The row is read first, because the insert would wait for a transaction that has locked it.
    const previous = await findPreviousAttempt(reader, attempt);
    if (previous === undefined) {
      if (await insertLease(reader, attempt)) return undefined;
      continue;
    }
    const { hasSameFingerprint, isRunning, hasWritten, response } = previous;
    const hasExpired = hasSameFingerprint && !isRunning && !hasWritten && response === null;
    if (!hasExpired) return previous;
    // Several attempts can come here. One of them acquires the lease, or none if a transaction has locked the row.
    return (await acquireExpiredLease(reader, attempt)) ? undefined : { ...previous, isRunning: true };
  }
}

async function insertLease(reader: Reader, { keyId, fingerprint, attemptId, requestId }: Attempt): Promise<boolean> {
  const inserted = await reader.read(Prisma.sql`
    INSERT INTO idempotent_request
      (id, fingerprint, attempt, attempt_ends_at, has_written, request_id, snapshot, created_at)
    VALUES (${keyId}, ${fingerprint}, ${attemptId}, ${inMs(firstLeaseMs)}, false, ${requestId}, pg_current_snapshot(), now())
    ON CONFLICT (id) DO NOTHING RETURNING 1 AS inserted`);
  return inserted.length === 1;
}

/** Deletes the previous attempt when it is older than 24 hours, and returns undefined. */
async function findPreviousAttempt(
  reader: Reader,
  { keyId, fingerprint }: Attempt,
): Promise<PreviousAttempt | undefined> {
  const [row] = await reader.read<PreviousAttempt & { isOld: boolean }>(Prisma.sql`
    SELECT fingerprint = ${fingerprint} AS "hasSameFingerprint", attempt_ends_at > now() AS "isRunning",
      has_written AS "hasWritten", answer AS response, request_id AS "requestId", created_at < now() - ${storedFor} AS "isOld"
    FROM idempotent_request WHERE id = ${keyId}`);
  if (!row?.isOld) return row;
  await reader.read(
    Prisma.sql`DELETE FROM idempotent_request WHERE id = ${keyId} AND created_at < now() - ${storedFor}`,
  );
  return undefined;
}

async function acquireExpiredLease(reader: Reader, { keyId, attemptId, requestId }: Attempt): Promise<boolean> {
  const updated = await reader.read(Prisma.sql`
    UPDATE idempotent_request
    SET attempt = ${attemptId}, attempt_ends_at = ${inMs(firstLeaseMs)}, request_id = ${requestId},
      snapshot = pg_current_snapshot()
    WHERE id IN (
      SELECT id FROM idempotent_request
      WHERE id = ${keyId} AND NOT has_written AND answer IS NULL AND attempt_ends_at <= now() FOR UPDATE SKIP LOCKED)
    RETURNING 1 AS updated`);
  return updated.length === 1;
}

/** Each transaction of an attempt begins with this check. It fails when another attempt has acquired the lease. */
export function leaseCondition({ keyId, attemptId, leaseMs }: Attempt): Precondition {
  const statement = Prisma.sql`
    UPDATE idempotent_request SET has_written = true, attempt_ends_at = ${inMs(leaseMs)}
    WHERE id = ${keyId} AND attempt = ${attemptId}`;
  return { statement, createError: idempotencyKeyInUse };
}

/** The end of an attempt that has ended. The column has milliseconds: `now()` would be rounded, and could be in the future. */
const ended = Prisma.sql`date_trunc('milliseconds', now())`;

/**
 * Stores the response for requests with the same key. This also works after the deadline of the request. If the data of a
 * customer was erased since the start of the attempt, the response may contain it, and is not stored.
 */
export async function storeResponse(
  db: PrismaClient,
  { keyId, attemptId, requestId, isOneField }: Attempt,
  response: Buffer<ArrayBuffer>,
): Promise<void> {
  // The response of an erasure alone is read after it. Other fields of its document may have read the data before.
  const ownRequest = isOneField ? requestId : null;
  await db.$executeRaw`
    UPDATE idempotent_request
    SET answer = CASE WHEN can_store_answer(snapshot, ${ownRequest}::text) THEN ${response}::bytea END, attempt_ends_at = ${ended}
    WHERE id = ${keyId} AND attempt = ${attemptId}`;
}

/**
 * Releases the lease, so that another attempt can acquire it. If this attempt has written, no other attempt can acquire it, and
 * requests with the same key get the error IDEMPOTENCY_ANSWER_LOST.
 */
export async function releaseLease(db: PrismaClient, { keyId, attemptId }: Attempt): Promise<void> {
  const deleted = await db.$executeRaw`
    DELETE FROM idempotent_request WHERE id = ${keyId} AND attempt = ${attemptId} AND NOT has_written`;
  if (deleted > 0) return;
  await db.$executeRaw`
    UPDATE idempotent_request SET attempt_ends_at = ${ended} WHERE id = ${keyId} AND attempt = ${attemptId}`;
}

/** Deletes attempts that are older than 24 hours. */
export async function deleteOldLeases(db: PrismaClient, maxRows: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM idempotent_request WHERE id IN (
      SELECT id FROM idempotent_request WHERE created_at < now() - ${storedFor} ORDER BY created_at LIMIT ${maxRows})`;
}

function inMs(milliseconds: number): Prisma.Sql {
  return Prisma.sql`now() + make_interval(secs => ${milliseconds / 1_000})`;
}
