import { createHash } from "node:crypto";
import { Prisma, type PrismaClient } from "../database/generated/client.js";
import { rateLimited } from "../errors/request-errors.js";
import { clientOf } from "./client-address.js";

/*
 * Failed logins are counted per email and per client address, in the database, so that all instances count together. An
 * attempt is counted as failed before its password is looked at, and taken back when the password was right: of a
 * thousand attempts at once no more get through than of a thousand in a row. An attempt that is refused does not count.
 */

/** Whose failures are counted. */
interface Subject {
  readonly hash: Buffer<ArrayBuffer>;
  /** Which failure is the first that costs a pause, of a second; each one after doubles it. */
  readonly costlyFrom: number;
}

export interface Subjects {
  readonly email: Subject;
  readonly client: Subject;
}

// A customer mistypes; many customers share the address of an office or a mobile network.
const emailCostlyFrom = 5;
const clientCostlyFrom = 50;
const longestPauseSeconds = 900;

export function subjectsOf(kind: string, email: string, clientAddress: string): Subjects {
  return {
    email: { hash: sha256(`${kind} ${email}`), costlyFrom: emailCostlyFrom },
    client: { hash: sha256(`client ${clientOf(clientAddress)}`), costlyFrom: clientCostlyFrom },
  };
}

/**
 * Counts an attempt.
 * @throws RATE_LIMITED when the email or the client address has to wait.
 */
export async function countAttempt(db: PrismaClient, { email, client }: Subjects): Promise<void> {
  for (const subject of [client, email]) {
    const waitSeconds = await countOne(db, subject);
    if (waitSeconds > 0) {
      if (subject === email) await takeBack(db, client);
      throw rateLimited(waitSeconds);
    }
  }
}

/** After a right password: the email starts anew, and the client has failed once less. */
export async function forgetAttempts(db: PrismaClient, { email, client }: Subjects): Promise<void> {
  await db.$executeRaw`DELETE FROM failed_login WHERE subject = ${email.hash}`;
  await takeBack(db, client);
}

/**
 * Counts a failure and blocks its subject for the pause it costs, in one statement, unless the subject is blocked.
 * @returns how many seconds it still is; 0 when the attempt may go on.
 */
async function countOne(db: PrismaClient, { hash, costlyFrom }: Subject): Promise<number> {
  const counted = await db.$executeRaw`
    INSERT INTO failed_login AS f (subject, failures, blocked_until, last_at)
    VALUES (${hash}, 1, '-infinity', now())
    ON CONFLICT (subject) DO UPDATE SET
      failures = ${failuresSoFar} + 1,
      blocked_until = ${endOfPause(Prisma.sql`${failuresSoFar} + 1`, costlyFrom)},
      last_at = now()
    WHERE f.blocked_until <= now()`;
  if (counted > 0) return 0;
  const [blocked] = await db.$queryRaw<{ seconds: number }[]>`
    SELECT greatest(1, ceil(extract(epoch FROM blocked_until - now())))::int AS seconds
    FROM failed_login WHERE subject = ${hash}`;
  return blocked?.seconds ?? 1;
}

// What is a day old is forgotten.
const failuresSoFar = Prisma.sql`(CASE WHEN f.last_at < now() - interval '1 day' THEN 0 ELSE f.failures END)`;

// Without a pause it is long over: for attempts at the same moment, now would be a pause of a millisecond.
function endOfPause(failures: Prisma.Sql, costlyFrom: number): Prisma.Sql {
  return Prisma.sql`CASE WHEN ${failures} < ${costlyFrom} THEN '-infinity'
    ELSE now() + make_interval(secs => least(${longestPauseSeconds}, 2 ^ least(20, ${failures} - ${costlyFrom}))) END`;
}

async function takeBack(db: PrismaClient, { hash }: Subject): Promise<void> {
  await db.$executeRaw`
    UPDATE failed_login SET failures = greatest(0, failures - 1), blocked_until = '-infinity' WHERE subject = ${hash}`;
}

/** Deletes what is a day old, at most so many rows: a failure from then no longer counts. */
export async function deleteOldFailures(db: PrismaClient, maxRows: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM failed_login WHERE subject IN (
      SELECT subject FROM failed_login WHERE last_at < now() - interval '1 day' ORDER BY last_at LIMIT ${maxRows})
      AND last_at < now() - interval '1 day'`;
}

function sha256(text: string): Buffer<ArrayBuffer> {
  return createHash("sha256").update(text).digest() as Buffer<ArrayBuffer>;
}
