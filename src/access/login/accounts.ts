import type { Reader } from "../../database/fast-reads/reader.js";
import type { PrismaClient } from "../../database/generated/client.js";
import type { Caller } from "../auth/caller.js";
import { scopesOf } from "../auth/scope.type.js";
import type { SessionAccount } from "../session/session.service.js";
import { findMedusaHash } from "./imported-password.js";

/** The account of a user or customer who can log in. */
interface Account extends SessionAccount {
  readonly passwordHash: string;
}

/** The accounts of staff or of customers. */
export interface Accounts {
  /** Separates the failed logins of both kinds: an email may belong to a customer and to a user. */
  readonly kind: "staff" | "customer";
  /** Finds the account with a normalized email that is not deleted. */
  find(db: PrismaClient, email: string): Promise<Account | undefined>;
  /** Finds any password hash of Medusa. */
  findMedusaHash?(reader: Reader): Promise<string | undefined>;
}

/*
 * The password is looked up for an unknown email, too, so that both take the same time. It is read after its version. If it
 * changes in between, no session starts, because the account does not have the former version.
 */

export const staffAccounts: Accounts = {
  kind: "staff",
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

export const customerAccounts: Accounts = {
  kind: "customer",
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
  findMedusaHash,
};
