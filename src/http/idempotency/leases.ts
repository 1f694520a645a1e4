import type { Reader } from "../../database/fast-reads/reader.js";
import { Prisma, type PrismaClient } from "../../database/generated/client.js";
import type { Precondition } from "../../database/transactions/transaction.js";
import { idempotencyKeyInUse } from "../../graphql/errors/request-errors.js";

/** Who wants to run a mutation that runs once. */
export interface Attempt {
  /** What the mutation is known by. */
  readonly id: Buffer<ArrayBuffer>;
  readonly fingerprint: Buffer<ArrayBuffer>;
  /** Unlike that of any other attempt. */
  readonly name: string;
  readonly requestId: string;
  /** How long it may take to answer when it has written. */
  readonly lastsMs: number;
}

/** What became of earlier attempts. */
export interface Earlier {
  readonly isSame: boolean;
  readonly isRunning: boolean;
  readonly hasWritten: boolean;
  readonly answer: Uint8Array | null;
  readonly requestId: string;
}

/** Whoever has written nothing until then, and does not hold the row, may have died. If not, it writes nothing any more. */
const startsWithinMs = 5_000;
const keptFor = Prisma.sql`interval '24 hours'`;

/**
 * Gives an attempt its turn. There is one at a time, and none after one that has written or was answered.
 * @returns undefined when it is this one's turn.
 */
export async function take(reader: Reader, attempt: Attempt): Promise<Earlier | undefined> {
  for (;;) {
    // Before the row is inserted: that would wait for a transaction which holds it.
    const earlier = await look(reader, attempt);
    if (earlier === undefined) {
      if (await begin(reader, attempt)) return undefined;
      continue;
    }
    const isOver = earlier.isSame && !earlier.isRunning && !earlier.hasWritten && earlier.answer === null;
    if (!isOver) return earlier;
    // Of those who see that one gets the turn; and none while a transaction holds the row.
    return (await takeOver(reader, attempt)) ? undefined : { ...earlier, isRunning: true };
  }
}

async function begin(reader: Reader, { id, fingerprint, name, requestId }: Attempt): Promise<boolean> {
  const inserted = await reader.read(Prisma.sql`
    INSERT INTO idempotent_request (id, fingerprint, attempt, attempt_ends_at, has_written, request_id, created_at)
    VALUES (${id}, ${fingerprint}, ${name}, ${inMs(startsWithinMs)}, false, ${requestId}, now())
    ON CONFLICT (id) DO NOTHING RETURNING 1 AS inserted`);
  return inserted.length === 1;
}

/** Undefined when there is none, or it was so long ago that it no longer counts. */
async function look(reader: Reader, { id, fingerprint }: Attempt): Promise<Earlier | undefined> {
  const [row] = await reader.read<Earlier & { isOld: boolean }>(Prisma.sql`
    SELECT fingerprint = ${fingerprint} AS "isSame", attempt_ends_at > now() AS "isRunning",
      has_written AS "hasWritten", answer, request_id AS "requestId", created_at < now() - ${keptFor} AS "isOld"
    FROM idempotent_request WHERE id = ${id}`);
  if (!row?.isOld) return row;
  await reader.read(Prisma.sql`DELETE FROM idempotent_request WHERE id = ${id} AND created_at < now() - ${keptFor}`);
  return undefined;
}

async function takeOver(reader: Reader, { id, name, requestId }: Attempt): Promise<boolean> {
  const updated = await reader.read(Prisma.sql`
    UPDATE idempotent_request
    SET attempt = ${name}, attempt_ends_at = ${inMs(startsWithinMs)}, request_id = ${requestId}
    WHERE id IN (
      SELECT id FROM idempotent_request
      WHERE id = ${id} AND NOT has_written AND answer IS NULL AND attempt_ends_at <= now() FOR UPDATE SKIP LOCKED)
    RETURNING 1 AS updated`);
  return updated.length === 1;
}

/** The check that each transaction of an attempt begins with. It fails when another attempt has taken over. */
export function leaseCondition({ id, name, lastsMs }: Attempt): Precondition {
  const statement = Prisma.sql`
    UPDATE idempotent_request SET has_written = true, attempt_ends_at = ${inMs(lastsMs)}
    WHERE id = ${id} AND attempt = ${name}`;
  return { statement, createError: idempotencyKeyInUse };
}

/** Keeps the answer for whoever asks again: after the deadline of its request, too. */
export async function storeResponse(
  db: PrismaClient,
  { id, name }: Attempt,
  answer: Buffer<ArrayBuffer>,
): Promise<void> {
  await db.$executeRaw`
    UPDATE idempotent_request SET answer = ${answer}, attempt_ends_at = now() WHERE id = ${id} AND attempt = ${name}`;
}

/** Lets another have the turn, unless something was written: then whoever asks again is told so. */
export async function releaseLease(db: PrismaClient, { id, name }: Attempt): Promise<void> {
  const deleted = await db.$executeRaw`
    DELETE FROM idempotent_request WHERE id = ${id} AND attempt = ${name} AND NOT has_written`;
  if (deleted > 0) return;
  await db.$executeRaw`
    UPDATE idempotent_request SET attempt_ends_at = now() WHERE id = ${id} AND attempt = ${name}`;
}

/** Deletes what is no longer kept; at most so many rows. */
export async function deleteOldLeases(db: PrismaClient, maxRows: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM idempotent_request WHERE id IN (
      SELECT id FROM idempotent_request WHERE created_at < now() - ${keptFor} ORDER BY created_at LIMIT ${maxRows})`;
}

function inMs(milliseconds: number): Prisma.Sql {
  return Prisma.sql`now() + make_interval(secs => ${milliseconds / 1_000})`;
}
