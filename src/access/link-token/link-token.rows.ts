import { createHash, randomBytes } from "node:crypto";
import type { Reader } from "../../database/fast-reads/reader.js";
import { Prisma, type PrismaClient } from "../../database/generated/client.js";
import type { Tx } from "../../database/transactions/transaction.js";
import type { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";

const hour = 3_600;

/** The purposes of links in mails. A token is valid for its purpose only, for this number of seconds. */
export const linkLifetimes = {
  "customer-register": 72 * hour,
  "customer-password-reset": hour,
  "customer-email-change": 72 * hour,
  "user-password-reset": hour,
  "user-invite": 72 * hour,
} as const;

export type LinkPurpose = keyof typeof linkLifetimes;

/** The values that a token was created with. */
export interface LinkToken {
  /** The email that got the link, in normal form. */
  readonly email: string;
  /** The account that the link changes. Null if the link creates it. */
  readonly customerId: string | null;
  readonly userId: string | null;
  readonly details: Prisma.JsonValue;
}

export interface NewLinkToken {
  readonly purpose: LinkPurpose;
  /** A newer token replaces the older one with the same purpose and subject: an email, or the id of an account. */
  readonly subject: string;
  readonly email: string;
  readonly customerId?: string | null;
  readonly userId?: string | null;
  readonly details?: Prisma.InputJsonObject;
}

/** 256 random bits. */
const tokenBytes = 32;
const tokenForm = /^[\w-]{43}$/;

/**
 * Creates the token of a link. Only its hash is stored. An older token with the same purpose and subject ends.
 * @returns the token, as text for a URL.
 */
export async function createLinkToken(tx: Tx, link: NewLinkToken): Promise<string> {
  const { purpose, subject, email, customerId = null, userId = null, details = {} } = link;
  const token = randomBytes(tokenBytes).toString("base64url");
  await tx.$executeRaw`
    INSERT INTO link_token (hash, purpose, subject, email, customer_id, user_id, details, created_at, expires_at)
    VALUES (${hashOf(token)}, ${purpose}, ${subject}, ${email}, ${customerId}, ${userId}, ${JSON.stringify(details)}::jsonb,
      now(), now() + make_interval(secs => ${linkLifetimes[purpose]}::int))
    ON CONFLICT (purpose, subject) DO UPDATE SET hash = excluded.hash, email = excluded.email,
      customer_id = excluded.customer_id, user_id = excluded.user_id, details = excluded.details,
      created_at = excluded.created_at, expires_at = excluded.expires_at`;
  return token;
}

/** Finds a token that can still be used, and leaves it usable. Null for each other token. */
export async function findLinkToken(reader: Reader, purpose: LinkPurpose, token: string): Promise<LinkToken | null> {
  if (!tokenForm.test(token)) return null;
  const [found] = await reader.read<LinkToken>(
    Prisma.sql`SELECT ${returned} FROM link_token WHERE ${isUsable(purpose, token)}`,
  );
  return found ?? null;
}

/**
 * Uses up a token. If several transactions use one token at the same time, only the first that commits gets it. If the
 * transaction is rolled back, the token stays usable. Lock the row of the account first, because a change of the account ends
 * its tokens while it holds that lock.
 * @returns null for each other token; the user errors then contain INVALID_TOKEN.
 */
export async function consumeLinkToken(
  tx: Tx,
  purpose: LinkPurpose,
  token: string,
  userErrors: UserErrorCollector,
): Promise<LinkToken | null> {
  const [used] = tokenForm.test(token)
    ? await tx.$queryRaw<LinkToken[]>`DELETE FROM link_token WHERE ${isUsable(purpose, token)} RETURNING ${returned}`
    : [];
  if (used === undefined) addInvalidToken(userErrors);
  return used ?? null;
}

/** Adds INVALID_TOKEN, which is the same for an unknown, a used and an expired token. */
export function addInvalidToken(userErrors: UserErrorCollector): void {
  userErrors.add("INVALID_TOKEN", ["token"], "Must be the token of the newest link, not used before and not too old.");
}

/** Deletes expired tokens, at most `maxRows`. */
export async function deleteExpiredLinkTokens(db: PrismaClient, maxRows: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM link_token WHERE hash IN (
      SELECT hash FROM link_token WHERE expires_at <= now() ORDER BY expires_at LIMIT ${maxRows})
      AND expires_at <= now()`;
}

const returned = Prisma.sql`email, customer_id AS "customerId", user_id AS "userId", details`;

function isUsable(purpose: LinkPurpose, token: string): Prisma.Sql {
  return Prisma.sql`hash = ${hashOf(token)} AND purpose = ${purpose} AND expires_at > now()`;
}

/** The hash of a random token needs no salt and no slow function, because the token cannot be guessed. */
function hashOf(token: string): Buffer<ArrayBuffer> {
  return createHash("sha256").update(token).digest() as Buffer<ArrayBuffer>;
}
