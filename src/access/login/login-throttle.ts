import { createHash } from "node:crypto";
import type { Reader } from "../../database/fast-reads/reader.js";
import { Prisma, type PrismaClient } from "../../database/generated/client.js";
import { rateLimited } from "../../graphql/errors/request-errors.js";
import { clientKey } from "./client-address.js";

/*
 * Failed logins are counted in the database, so that all instances share the counts. There are three counts: a strict one
 * for an email at one client address, a looser one for the email at any address, and a generous one for the address, which
 * may belong to an office, a mobile network or a proxy. So wrong passwords slow down the person who enters them before
 * others with the same email or address. An attempt counts as failed before its password is checked. The count is undone
 * when the password was correct. So a thousand concurrent attempts get no further than a thousand in a row. A refused
 * attempt does not count.
 */

/** The limits of one count. */
interface Rule {
  /** The number of the first failure that causes a delay, of one second. Each further failure doubles the delay. */
  readonly firstDelayedFailure: number;
  /** After this number of seconds the count goes down by one. So permanent attempts succeed once in that time. */
  readonly decaySeconds: number;
}

const rules = {
  emailAtClient: { firstDelayedFailure: 5, decaySeconds: 900 },
  email: { firstDelayedFailure: 20, decaySeconds: 900 },
  client: { firstDelayedFailure: 300, decaySeconds: 10 },
} as const satisfies Record<string, Rule>;

const maxDelaySeconds = 900;

/** An email, a client address, or both, whose failures are counted. */
interface Subject extends Rule {
  readonly hash: Buffer<ArrayBuffer>;
}

export type Subjects = Readonly<Record<keyof typeof rules, Subject>>;

export function subjectsOf(kind: string, email: string, clientAddress: string): Subjects {
  const client = clientKey(clientAddress);
  return {
    emailAtClient: { hash: sha256(`${kind} at ${client} ${email}`), ...rules.emailAtClient },
    email: { hash: sha256(`${kind} ${email}`), ...rules.email },
    client: { hash: sha256(`client ${client}`), ...rules.client },
  };
}

/**
 * Counts an attempt as failed.
 * @throws RATE_LIMITED when the email or the client address has to wait.
 */
export async function countAttempt(reader: Reader, { emailAtClient, email, client }: Subjects): Promise<void> {
  const counted: Subject[] = [];
  for (const subject of [emailAtClient, email, client]) {
    const waitSeconds = await countFailure(reader, subject);
    if (waitSeconds > 0) {
      for (const other of counted) await undoFailure(reader, other);
      throw rateLimited(waitSeconds);
    }
    counted.push(subject);
  }
}

/** Called after a correct password: resets the counts of the email, and lowers the count of the client by one. */
export async function clearAttempts(reader: Reader, { emailAtClient, email, client }: Subjects): Promise<void> {
  await reader.read(Prisma.sql`DELETE FROM failed_login WHERE subject IN (${emailAtClient.hash}, ${email.hash})`);
  await undoFailure(reader, client);
}

/**
 * Counts a failure and blocks the subject for the resulting delay, in one statement. A blocked subject is not changed.
 * @returns the number of seconds until the block ends; 0 when the attempt may continue.
 */
async function countFailure(reader: Reader, { hash, firstDelayedFailure, decaySeconds }: Subject): Promise<number> {
  const failures = Prisma.sql`${remainingFailures(decaySeconds)} + 1`;
  const counted = await reader.read(Prisma.sql`
    INSERT INTO failed_login AS f (subject, failures, blocked_until, last_at)
    VALUES (${hash}, 1, '-infinity', now())
    ON CONFLICT (subject) DO UPDATE SET
      failures = ${failures},
      blocked_until = ${delayEnd(failures, firstDelayedFailure)},
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
function delayEnd(failures: Prisma.Sql, firstDelayedFailure: number): Prisma.Sql {
  return Prisma.sql`CASE WHEN ceil(${failures}) < ${firstDelayedFailure} THEN '-infinity'
    ELSE now() + make_interval(secs => least(${maxDelaySeconds}, 2 ^ least(20, ceil(${failures}) - ${firstDelayedFailure}))) END`;
}

async function undoFailure(reader: Reader, { hash }: Subject): Promise<void> {
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

function sha256(text: string): Buffer<ArrayBuffer> {
  return createHash("sha256").update(text).digest() as Buffer<ArrayBuffer>;
}
