import { isUniqueViolation } from "../../database/errors/errors.js";
import { Prisma, type PrismaClient } from "../../database/generated/client.js";
import { normalizeEmail } from "../../graphql/input/normalize-text.js";
import { isEmailAddress } from "../../graphql/input/rules.js";

const batchSize = 1_000;

/** The tables with emails. If `versioned` is true, a new email raises the version of the row. */
const tables = [
  { table: "customer", versioned: true },
  { table: "staff_user", versioned: false },
  { table: "customer_order", versioned: false },
] as const;

/** The ids of rows whose email was not changed. */
export interface UnchangedEmails {
  /** Another row has the normalized email. */
  readonly taken: readonly string[];
  /** The email is not valid: it contains white space, invisible characters, or an impossible domain. */
  readonly invalid: readonly string[];
}

/** Normalizes emails, unless another row has the normalized email. */
export async function refoldEmails(prisma: PrismaClient): Promise<{ emails: number; unchanged: UnchangedEmails }> {
  const unchanged = { taken: [] as string[], invalid: [] as string[] };
  let emails = 0;
  for (const { table, versioned } of tables) {
    for await (const { id, email } of emailsToNormalize(prisma, table)) {
      const normal = normalizeEmail(email);
      if (!isEmailAddress(normal)) unchanged.invalid.push(id);
      else if (normal !== email) {
        const isSet = await setEmail(prisma, { table, versioned, id, email, normal });
        if (isSet) emails += 1;
        else unchanged.taken.push(id);
      }
    }
  }
  return { emails, unchanged };
}

/** The emails that may need normalization. ASCII emails are normalized already, unless their domain is in Punycode. */
async function* emailsToNormalize(prisma: PrismaClient, table: string): AsyncGenerator<{ id: string; email: string }> {
  let after = "";
  for (;;) {
    const rows = await prisma.$queryRaw<{ id: string; email: string }[]>`
      SELECT id, email FROM ${Prisma.raw(table)}
      WHERE id > ${after} AND (email ~ '[^\\x21-\\x7E]' OR email LIKE '%xn--%') ORDER BY id LIMIT ${batchSize}`;
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

/** Sets an email. Returns false if another row has it. */
async function setEmail(
  prisma: PrismaClient,
  {
    table,
    versioned,
    id,
    email,
    normal,
  }: { table: string; versioned: boolean; id: string; email: string; normal: string },
): Promise<boolean> {
  const version = versioned ? Prisma.sql`version = version + 1,` : Prisma.empty;
  try {
    await prisma.$executeRaw`
      UPDATE ${Prisma.raw(table)} SET email = ${normal}, ${version} updated_at = now() WHERE id = ${id} AND email = ${email}`;
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}
