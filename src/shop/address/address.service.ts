import { type Caller, customerIdOf } from "../../access/auth/caller.js";
import type { Address as AddressRow } from "../../database/generated/client.js";
import type { RequestDatabase } from "../../database/request-database.js";
import { deletionData, updateData } from "../../database/sql/row-values.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { checkId, checkVersion } from "../../graphql/errors/check-row.js";
import { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { checkInput } from "../../graphql/input/check-input.js";
import { mergedMetadata } from "../../graphql/input/metadata.js";
import { lockCustomer } from "../customer/customer.lookup.js";
import type {
  AddressRole,
  CustomerAddressArgs,
  CustomerAddressCreateArgs,
  CustomerAddressSetDefaultArgs,
  CustomerAddressUpdateArgs,
} from "./address.args.js";
import type { AddressInput } from "./address.input.js";
import { addressChanges } from "./address-changes.js";
import { checkNewAddress, checkRequired, newAddressRow, requiredTexts } from "./new-address.js";

/*
 * Every write to an address first locks its customer, so writes to the addresses of one customer run one after the other.
 * If concurrent calls make different addresses the default, the last call wins, and none violates the unique index.
 */

/**
 * Creates an address of a customer.
 * @throws UserErrorsException with NOT_FOUND for the customer, and for each broken rule of the input.
 */
export async function createAddress(
  db: RequestDatabase,
  caller: Caller | null,
  { customerId, input }: CustomerAddressCreateArgs,
) {
  const inputProblems = await checkInput(input);
  checkNewAddress(input, ["input"], inputProblems);
  return db.transaction(caller, async (tx) => {
    const userErrors = inputProblems.copy();
    const customer = await lockCustomer(tx, customerId, ["customerId"], userErrors, { caller });
    userErrors.throwIfAny();
    const row = newAddressRow(customerId, input, new Date());
    await unsetDefaults(tx, row, rolesOf(input));
    return { address: await tx.address.create({ data: row }), customer };
  });
}

/**
 * Changes a customer's address.
 * @throws UserErrorsException with NOT_FOUND, VERSION_CONFLICT, and for each broken rule of the input.
 */
export async function updateAddress(
  db: RequestDatabase,
  caller: Caller | null,
  { customerId, id, input, ifVersion }: CustomerAddressUpdateArgs,
) {
  const inputProblems = await checkInput(input);
  return db.transaction(caller, async (tx) => {
    const userErrors = inputProblems.copy();
    const { customer, address } = await lockAddress(tx, caller, { customerId, id }, userErrors);
    if (address) checkVersion(address, ifVersion, userErrors);
    const update = { id, change: input.metadata, path: ["input", "metadata"] };
    const metadata = address ? await mergedMetadata(tx, "customer_address", update, userErrors) : undefined;
    const changes = address ? changesOf(address, input, userErrors) : {};
    userErrors.throwIfAny();
    if (!address || (Object.keys(changes).length === 0 && metadata === undefined)) return { address, customer };
    await unsetDefaults(tx, address, rolesOf(changes));
    const data = updateData({ ...changes, metadata });
    return { address: await tx.address.update({ where: { id }, data }), customer };
  });
}

/**
 * Deletes a customer's address. A deleted address does not change, even if its customer is deleted too.
 * @throws UserErrorsException with NOT_FOUND.
 */
export async function deleteAddress(db: RequestDatabase, caller: Caller | null, args: CustomerAddressArgs) {
  return db.transaction(caller, async (tx) => {
    const userErrors = new UserErrorCollector();
    const { customer, address } = await lockAddress(tx, caller, args, userErrors, { includeDeleted: true });
    if (customer?.deletedAt && !address?.deletedAt)
      userErrors.addNotFound(["customerId"], [args.customerId], "Customer");
    userErrors.throwIfAny();
    if (address?.deletedAt === null) await tx.address.update({ where: { id: args.id }, data: deletionData() });
    return { deletedId: args.id, customer };
  });
}

/**
 * Makes a customer's address the default for some roles.
 * @throws UserErrorsException with NOT_FOUND.
 */
export async function setDefaultAddress(
  db: RequestDatabase,
  caller: Caller | null,
  { roles, ...args }: CustomerAddressSetDefaultArgs,
) {
  return updateAddress(db, caller, { ...args, input: defaultsOf(roles, true) });
}

/** The values that make an address the default for some roles, or no longer the default. */
function defaultsOf(roles: readonly AddressRole[], isDefault: boolean) {
  return {
    ...(roles.includes("SHIPPING") ? { isDefaultShipping: isDefault } : {}),
    ...(roles.includes("BILLING") ? { isDefaultBilling: isDefault } : {}),
  };
}

function rolesOf(input: Pick<AddressInput, "isDefaultShipping" | "isDefaultBilling">): AddressRole[] {
  const roles: AddressRole[] = [];
  if (input.isDefaultShipping) roles.push("SHIPPING");
  if (input.isDefaultBilling) roles.push("BILLING");
  return roles;
}

/**
 * Locks the customer, then reads the address. An address of another customer counts as not found. If the customer is not
 * found, an unknown address id is reported too, but not to customers: they must not learn which addresses exist.
 */
async function lockAddress(
  tx: Tx,
  caller: Caller | null,
  { customerId, id }: CustomerAddressArgs,
  userErrors: UserErrorCollector,
  { includeDeleted = false } = {},
) {
  const customer = await lockCustomer(tx, customerId, ["customerId"], userErrors, { caller, includeDeleted });
  const canExist = checkId("Address", id, ["id"], userErrors);
  if (!canExist || (customer === null && customerIdOf(caller) !== null)) return { customer, address: null };
  const found = await tx.address.findFirst({ where: { id, ...(includeDeleted ? {} : { deletedAt: null }) } });
  const address = customer && found?.customerId === customer.id ? found : null;
  if (!(customer ? address : found)) userErrors.addNotFound(["id"], [id], "Address");
  return { customer, address };
}

/** The values that an update changes, except metadata. */
function changesOf(address: AddressRow, input: AddressInput, userErrors: UserErrorCollector) {
  const changes = addressChanges(address, input);
  // Another country may require fields that the previous one did not.
  const changedNames = requiredTexts.filter(
    (name) => name in changes || ("countryCode" in changes && name !== "address1"),
  );
  checkRequired({ ...address, ...changes }, changedNames, ["input"], userErrors);
  return changes;
}

/** Removes the default roles from the customer's other addresses, so that a new default can be set. */
async function unsetDefaults(
  tx: Tx,
  { id, customerId }: { id: string; customerId: string },
  roles: AddressRole[],
): Promise<void> {
  if (roles.length === 0) return;
  const isDefault = { OR: roles.map((role) => defaultsOf([role], true)) };
  await tx.address.updateMany({
    where: { customerId, id: { not: id }, deletedAt: null, ...isDefault },
    data: updateData(defaultsOf(roles, false)),
  });
}
