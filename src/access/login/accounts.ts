import type { Reader } from "../../database/fast-reads/reader.js";
import { Prisma } from "../../database/generated/client.js";
import type { Caller } from "../auth/caller.js";
import { scopesOf } from "../auth/scope.type.js";

/** The account of a user or customer who can log in. */
interface Account {
  readonly caller: Caller;
  readonly passwordHash: string;
  readonly passwordVersion: number;
}

/** The accounts of staff, or those of customers. */
export interface Accounts {
  /** Separates the failed logins of both kinds: an email may belong to a customer and to a user. */
  readonly kind: "staff" | "customer";
  readonly tokenLifetimeSeconds: number;
  /** Finds the account with a normalized email that is not deleted. */
  find(reader: Reader, email: string): Promise<Account | undefined>;
}

const hour = 3_600;

/** A working day. */
export const staffAccounts: Accounts = {
  kind: "staff",
  tokenLifetimeSeconds: 12 * hour,
  find: async (reader, email) => {
    const [row] = await reader.read<{ id: string; scopes: string[]; hash: string; version: number }>(Prisma.sql`
      SELECT u.id, u.scopes, p.hash, u.password_version AS version FROM staff_user u JOIN staff_password p ON p.user_id = u.id
      WHERE u.email = ${email} AND u.email_is_proven AND u.deleted_at IS NULL`);
    if (row === undefined) return undefined;
    const caller: Caller = { type: "USER", id: row.id, scopes: new Set(scopesOf(row.scopes)) };
    return { caller, passwordHash: row.hash, passwordVersion: row.version };
  },
};

/** A week: shops keep their customers logged in. */
export const customerAccounts: Accounts = {
  kind: "customer",
  tokenLifetimeSeconds: 7 * 24 * hour,
  find: async (reader, email) => {
    const [row] = await reader.read<{ id: string; hash: string; version: number }>(Prisma.sql`
      SELECT c.id, p.hash, c.password_version AS version FROM customer c JOIN customer_password p ON p.customer_id = c.id
      WHERE c.email = ${email} AND c.has_account AND c.deleted_at IS NULL`);
    if (row === undefined) return undefined;
    const caller: Caller = { type: "CUSTOMER", id: row.id, scopes: new Set() };
    return { caller, passwordHash: row.hash, passwordVersion: row.version };
  },
};
