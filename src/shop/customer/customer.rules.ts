import type { Caller } from "../../access/auth/caller.js";
import type { Tx } from "../../database/transactions/transaction.js";
import type { Path, UserErrorCollector } from "../../graphql/errors/user-error-collector.js";

interface Identity {
  email?: string | null;
  phone?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  companyName?: string | null;
}

/** Reports a customer without email, phone and any name. */
export function checkIdentity(customer: Identity, userErrors: UserErrorCollector): void {
  const { email, phone, firstName, lastName, companyName } = customer;
  if (email || phone || firstName || lastName || companyName) return;
  userErrors.add(
    "REQUIRED",
    ["input"],
    "At least one of email, phone, firstName, lastName and companyName is required.",
  );
}

/** Reports a registered customer without an email, which is required for logins. */
export function checkLogInEmail(
  customer: { email?: string | null; hasAccount: boolean },
  userErrors: UserErrorCollector,
): void {
  const path = ["input", "email"];
  if (!customer.hasAccount || customer.email || userErrors.has(path)) return;
  userErrors.add("REQUIRED", path, "email is required for a registered customer, who logs in with it.");
}

/**
 * Reports another customer of the same kind who has the email and is not deleted. The index customer_email_key enforces the
 * rule. Only callers who may read customers get the id of the other customer.
 */
export async function checkEmailIsFree(
  tx: Tx,
  caller: Caller | null,
  customer: { id?: string; email: string | null; hasAccount: boolean },
  path: Path,
  userErrors: UserErrorCollector,
): Promise<void> {
  const { id, email, hasAccount } = customer;
  if (email === null || userErrors.has(path)) return;
  const other = await tx.customer.findFirst({
    where: { email, hasAccount, deletedAt: null, ...(id === undefined ? {} : { id: { not: id } }) },
    select: { id: true },
  });
  if (other !== null) addEmailTaken(caller, { hasAccount, owner: other.id }, path, userErrors);
}

/** Adds EMAIL_TAKEN. `owner` is the id of the other customer, if it is known. */
export function addEmailTaken(
  caller: Caller | null,
  { hasAccount, owner }: { hasAccount: boolean; owner: string | null },
  path: Path,
  userErrors: UserErrorCollector,
): void {
  const mayRead = caller?.scopes.has("CUSTOMERS_READ") ?? false;
  const kind = hasAccount ? "registered customer" : "guest";
  userErrors.addTaken("EMAIL_TAKEN", path, `Must be an email that no other ${kind} has.`, mayRead ? owner : null);
}
