import { createHash } from "node:crypto";
import type { Reader } from "../../database/fast-reads/reader.js";
import { Prisma, type PrismaClient } from "../../database/generated/client.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { rateLimited } from "../../graphql/errors/request-errors.js";

/*
 * Failed attempts are counted in the database, so that all instances share the counts. An attempt counts as failed before it
 * is checked. The count is undone when the attempt succeeds. So a thousand concurrent attempts get no further than a thousand
 * in a row. A refused attempt does not count.
 */

/** The limits of one count. */
export interface FailureRule {
  /** The number of the first failure that causes a delay. Each further failure doubles the delay. */
  readonly firstDelayedFailure: number;
  /** The first delay in seconds, at most 900. Default: 1. */
  readonly firstDelaySeconds?: number;
  /** After this number of seconds the count goes down by one. So permanent attempts succeed once in that time. */
  readonly decaySeconds: number;
}

const maxDelaySeconds = 900;

/** The thing whose failures are counted, such as an email or a client address. */
export interface FailureSubject extends FailureRule {
  readonly hash: Buffer<ArrayBuffer>;
}

/**
 * @param key names the count. Only its hash is stored.
 * @param email the email that the count belongs to. The hash begins with the hash of the email, so that `deleteFailuresOf` finds it.
 */
export function failureSubject(key: string, rule: FailureRule, email?: string): FailureSubject {
  const hash = sha256(key);
  if (email !== undefined) emailHash(email).copy(hash);
  return { hash, ...rule };
}

/** Deletes all counts of emails, because a person can be recognized by the hash of a known email. */
export async function deleteFailuresOf(tx: Tx, emails: readonly string[]): Promise<void> {
  await tx.$executeRaw`DELETE FROM failed_login WHERE substr(subject, 1, ${emailBytes}::int) = ANY (${emails.map(emailHash)}::bytea[])`;
}

/** The number of bytes of the hash of an email. The other half identifies the count. */
const emailBytes = 16;

function emailHash(email: string): Buffer<ArrayBuffer> {
  return sha256(`email ${email}`).subarray(0, emailBytes);
}

function sha256(text: string): Buffer<ArrayBuffer> {
  return createHash("sha256").update(text).digest() as Buffer<ArrayBuffer>;
}

/**
 * Counts an attempt as failed, for each of its subjects.
 * @throws RATE_LIMITED when one of the subjects has to wait. Nothing is counted then.
 */
export async function countFailures(reader: Reader, subjects: readonly FailureSubject[]): Promise<void> {
  const counted: FailureSubject[] = [];
  for (const subject of subjects) {
    const waitSeconds = await countFailure(reader, subject);
    if (waitSeconds > 0) {
      for (const other of counted) await undoFailure(reader, other);
      throw rateLimited(waitSeconds);
    }
    counted.push(subject);
  }
}

/**
 * Counts a failure and blocks the subject for the resulting delay, in one statement. A blocked subject is not changed.
 * @returns the number of seconds until the block ends; 0 when the attempt may continue.
 */
export async function countFailure(reader: Reader, { hash, ...rule }: FailureSubject): Promise<number> {
  const failures = Prisma.sql`${remainingFailures(rule.decaySeconds)} + 1`;
  const counted = await reader.read(Prisma.sql`
    INSERT INTO failed_login AS f (subject, failures, blocked_until, last_at)
    VALUES (${hash}, 1, '-infinity', now())
    ON CONFLICT (subject) DO UPDATE SET
      failures = ${failures},
      blocked_until = ${delayEnd(failures, rule)},
      last_at = greatest(f.last_at, now())
    WHERE f.blocked_until <= now()
    RETURNING 1 AS counted`);
  if (counted.length > 0) return 0;
  const [blocked] = await reader.read<{ seconds: number }>(Prisma.sql`
    SELECT greatest(1, ceil(extract(epoch FROM blocked_until - now())))::int AS seconds
    FROM failed_login WHERE subject = ${hash}`);
  return blocked?.seconds ?? 1;
}

/** The count after its decay. It is 0 after a day, because rows of that age are deleted. */
function remainingFailures(decaySeconds: number): Prisma.Sql {
  // Of concurrent statements, the one that counts last may have started first, so the difference can be negative.
  return Prisma.sql`(CASE WHEN f.last_at < now() - interval '1 day' THEN 0 ELSE
    greatest(0, f.failures - greatest(0, extract(epoch FROM now() - f.last_at)) / ${decaySeconds}::int) END)`;
}

// The count is rounded up: a failure counts fully until it has decayed. Without a delay, the end is -infinity. now() would
// block concurrent attempts for a millisecond.
function delayEnd(failures: Prisma.Sql, { firstDelayedFailure, firstDelaySeconds = 1 }: FailureRule): Prisma.Sql {
  return Prisma.sql`CASE WHEN ceil(${failures}) < ${firstDelayedFailure} THEN '-infinity'
    ELSE now() + make_interval(secs => least(${maxDelaySeconds}, ${firstDelaySeconds}::int * 2 ^ least(20, ceil(${failures}) - ${firstDelayedFailure}))) END`;
}

/** Lowers a count by one and ends its block. */
export async function undoFailure(reader: Reader, { hash }: FailureSubject): Promise<void> {
  await reader.read(
    Prisma.sql`UPDATE failed_login SET failures = greatest(0, failures - 1), blocked_until = '-infinity' WHERE subject = ${hash}`,
  );
}

/** Deletes rows that are more than a day old, at most `maxRows`. Such failures no longer count. */
export async function deleteOldFailures(db: PrismaClient, maxRows: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM failed_login WHERE subject IN (
      SELECT subject FROM failed_login WHERE last_at < now() - interval '1 day' ORDER BY last_at LIMIT ${maxRows})
      AND last_at < now() - interval '1 day'`;
}
