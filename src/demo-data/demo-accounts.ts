import { randomBytes } from "node:crypto";
import type { ClientBase } from "pg";
import { ulid } from "ulid";
import { hashPassword } from "../access/auth/password.js";
import { allScopes, type Scope } from "../access/auth/scope.type.js";
import type { PrismaClient } from "../database/generated/client.js";
import { idPrefixes } from "../graphql/node/ids.js";
import { type DemoCustomer, type DemoDataParameters, generateCustomers } from "./demo-customers.js";
import { generateGroups } from "./demo-groups.js";
import { firstIdTime } from "./demo-ids.js";
import { createOrderGenerator } from "./demo-orders.js";
import { createRandom } from "./random.js";

/** An account for people who try the server, with its generated password. */
export interface DemoAccount {
  readonly id: string;
  readonly email: string;
  readonly password: string;
}

/**
 * The demo accounts as they are stored: a member of staff, and one of the demo customers. The email of the customer is only in the
 * database, where it can be erased.
 */
export interface DemoAccounts {
  readonly staff: DemoAccount;
  readonly customer: Omit<DemoAccount, "email">;
}

/** The id of the demo member of staff. It is the same in each database, so that other code can recognize this user. */
export const demoStaffId = `${idPrefixes.User}_${ulid(firstIdTime, createRandom(1))}`;

// Everybody who uses this machine may be able to log in as demo staff. Users and API keys that they create would remain after
// the demo account is deleted.
const excludedScopes: readonly Scope[] = ["USERS_MANAGE", "API_KEYS_MANAGE"];

export const demoStaffScopes: readonly Scope[] = allScopes.filter((scope) => !excludedScopes.includes(scope));

/** Creates the accounts with new passwords. The customer is one of the demo customers of these parameters. */
export function generateDemoAccounts(parameters: DemoDataParameters): DemoAccounts {
  const { id } = chooseCustomer(parameters);
  return {
    staff: { id: demoStaffId, email: "demo.staff@example.com", password: newPassword() },
    customer: { id, password: newPassword() },
  };
}

function newPassword(): string {
  return randomBytes(12).toString("base64url");
}

/** Returns the first registered customer who has several addresses, groups and orders. */
function chooseCustomer(parameters: DemoDataParameters): DemoCustomer {
  const groups = [...generateGroups(parameters)];
  const generateOrders = createOrderGenerator(parameters);
  let position = 0;
  for (const customer of generateCustomers(parameters)) {
    const { email, hasAccount, addresses } = customer;
    const orders = generateOrders(customer);
    const memberships = groups.filter(({ members }) => members.includes(position));
    const isComplete = addresses.length >= 2 && memberships.length >= 2 && orders.length >= 3;
    if (hasAccount && email?.endsWith("@example.com") && isComplete) return customer;
    position += 1;
  }
  throw new RangeError("Expected more demo customers: none has several addresses, groups and orders.");
}

/** Returns the accounts that nobody has changed. A deleted account, or one with a new email or password, is left out. */
export async function findUnchangedAccounts(
  db: PrismaClient,
  { staff, customer }: DemoAccounts,
): Promise<Partial<Record<keyof DemoAccounts, DemoAccount>>> {
  const unchanged = ({ id }: { id: string }) => ({ id, passwordVersion: 1, deletedAt: null });
  const ofEmail = { subjectId: customer.id, fields: { array_contains: [{ name: "email" }] } };
  const [staffUsers, row, emailChanges] = await Promise.all([
    db.staffUser.count({ where: { ...unchanged(staff), email: staff.email } }),
    db.customer.findFirst({ where: unchanged(customer), select: { email: true } }),
    // Demo data is loaded without history.
    db.change.count({ where: ofEmail }),
  ]);
  const email = emailChanges === 0 ? row?.email : undefined;
  return { ...(staffUsers > 0 && { staff }), ...(email && { customer: { ...customer, email } }) };
}

/** Writes the accounts. The demo customers must be in the database. */
export async function insertDemoAccounts(client: ClientBase, { staff, customer }: DemoAccounts): Promise<void> {
  await client.query(
    `INSERT INTO staff_user (id, email, first_name, last_name, scopes, password_version)
     VALUES ($1, $2, 'Demo', 'Staff', $3, 1)`,
    [staff.id, staff.email, demoStaffScopes],
  );
  await client.query("INSERT INTO staff_password (user_id, hash) VALUES ($1, $2)", [
    staff.id,
    await hashPassword(staff.password),
  ]);
  await client.query("UPDATE customer SET password_version = 1 WHERE id = $1", [customer.id]);
  await client.query("INSERT INTO customer_password (customer_id, hash) VALUES ($1, $2)", [
    customer.id,
    await hashPassword(customer.password),
  ]);
}
