import type { PrismaClient } from "../../database/generated/client.js";
import type { Caller } from "../auth/caller.js";
import { scopesOf } from "../auth/scope.type.js";

/** The account of a user or customer who can log in. */
interface Account {
  readonly caller: Caller;
  readonly passwordHash: string;
  readonly passwordVersion: number;
}

/** The accounts of staff or of customers. */
export interface Accounts {
  /** Separates the failed logins of both kinds: an email may belong to a customer and to a user. */
  readonly kind: "staff" | "customer";
  readonly tokenLifetimeSeconds: number;
  /** Finds the account with a normalized email that is not deleted. */
  find(db: PrismaClient, email: string): Promise<Account | undefined>;
}

const hour = 3_600;

/*
 * The password is looked up for an unknown email, too, so that both take the same time. It is read after its version. If it
 * changes in between, the token of the login has the former version, so it is not valid.
 */

/** Tokens of staff are valid for a working day. */
export const staffAccounts: Accounts = {
  kind: "staff",
  tokenLifetimeSeconds: 12 * hour,
  find: async (db, email) => {
    const user = await db.staffUser.findFirst({
      where: { email, emailIsProven: true, deletedAt: null },
      select: { id: true, scopes: true, passwordVersion: true },
    });
    const password = await db.staffPassword.findUnique({ where: { userId: user?.id ?? "" } });
    if (user === null || password === null) return undefined;
    const caller: Caller = { type: "USER", id: user.id, scopes: new Set(scopesOf(user.scopes)) };
    return { caller, passwordHash: password.hash, passwordVersion: user.passwordVersion };
  },
};

/** Tokens of customers are valid for a week, because shops keep customers logged in. */
export const customerAccounts: Accounts = {
  kind: "customer",
  tokenLifetimeSeconds: 7 * 24 * hour,
  find: async (db, email) => {
    const customer = await db.customer.findFirst({
      where: { email, hasAccount: true, deletedAt: null },
      select: { id: true, passwordVersion: true },
    });
    const password = await db.customerPassword.findUnique({ where: { customerId: customer?.id ?? "" } });
    if (customer === null || password === null) return undefined;
    const caller: Caller = { type: "CUSTOMER", id: customer.id, scopes: new Set() };
    return { caller, passwordHash: password.hash, passwordVersion: customer.passwordVersion };
  },
};
