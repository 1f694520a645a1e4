import { createHash } from "node:crypto";
import type { Reader } from "../../database/fast-reads/reader.js";
import { Prisma, type PrismaClient } from "../../database/generated/client.js";
import { rateLimited } from "../../graphql/errors/request-errors.js";
import { clientKey } from "./client-address.js";

/*
 * Failed logins are counted in the database, so that all instances count together: strictly for an email from one client
 * address, less so for the email from anywhere, and generously for the address, which may be that of an office, a mobile
 * network or a proxy. So the wrong passwords of one person slow down that person, before anybody else with the same email
 * or address. An attempt is counted as failed before its password is looked at, and taken back when the password was
 * right: of a thousand attempts at once no more get through than of a thousand in a row. An attempt that is refused does
 * not count.
 */

/** How failures count. */
interface Rule {
  /** Which failure is the first that costs a pause, of a second; each one after doubles it. */
  readonly firstDelayedFailure: number;
  /** After how many seconds one failure is forgotten. So a subject that never rests gets one attempt in that time. */
  readonly decaySeconds: number;
}

const rules = {
  emailAtClient: { firstDelayedFailure: 5, decaySeconds: 900 },
  email: { firstDelayedFailure: 20, decaySeconds: 900 },
  client: { firstDelayedFailure: 300, decaySeconds: 10 },
} as const satisfies Record<string, Rule>;

const maxDelaySeconds = 900;

/** Whose failures are counted. */
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
 * Counts an attempt.
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

/** After a right password: the email starts anew, and the client has failed once less. */
export async function clearAttempts(reader: Reader, { emailAtClient, email, client }: Subjects): Promise<void> {
  await reader.read(Prisma.sql`DELETE FROM failed_login WHERE subject IN (${emailAtClient.hash}, ${email.hash})`);
  await undoFailure(reader, client);
}

/**
 * Counts a failure and blocks its subject for the pause it costs, in one statement, unless the subject is blocked.
 * @returns how many seconds it still is; 0 when the attempt may go on.
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

/** The failures that are not forgotten yet. Those of a day ago are, for their rows are deleted. */
function remainingFailures(decaySeconds: number): Prisma.Sql {
  // Of statements that begin at the same moment, the one that counts last may have begun first.
  return Prisma.sql`(CASE WHEN f.last_at < now() - interval '1 day' THEN 0 ELSE
    greatest(0, f.failures - greatest(0, extract(epoch FROM now() - f.last_at)) / ${decaySeconds}::int) END)`;
}

// A failure counts in full until it is forgotten. Without a pause it is long over: for attempts at the same moment, now
// would be a pause of a millisecond.
function delayEnd(failures: Prisma.Sql, firstDelayedFailure: number): Prisma.Sql {
  return Prisma.sql`CASE WHEN ceil(${failures}) < ${firstDelayedFailure} THEN '-infinity'
    ELSE now() + make_interval(secs => least(${maxDelaySeconds}, 2 ^ least(20, ceil(${failures}) - ${firstDelayedFailure}))) END`;
}

async function undoFailure(reader: Reader, { hash }: Subject): Promise<void> {
  await reader.read(
    Prisma.sql`UPDATE failed_login SET failures = greatest(0, failures - 1), blocked_until = '-infinity' WHERE subject = ${hash}`,
  );
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
