import type { Prisma } from "../../database/generated/client.js";
import { jsonColumn } from "../../database/sql/row-values.js";
import type { Path, UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { normalizeCountryCode } from "../../graphql/input/normalize-text.js";
import { newId } from "../../graphql/node/ids.js";
import { isCityState } from "../country/city-states.data.js";
import { hasPostalCodes } from "../country/postal-codes.data.js";
import type { AddressInput } from "./address.input.js";

export const addressTexts = [
  "addressName",
  "company",
  "firstName",
  "lastName",
  "address1",
  "address2",
  "city",
  "province",
  "postalCode",
  "countryCode",
  "phone",
] as const satisfies readonly (keyof AddressInput)[];

/** The flags of the default addresses. */
export const defaultRoles = ["isDefaultShipping", "isDefaultBilling"] as const;

/** The texts that an address requires. Some of them depend on the country. */
export const requiredTexts = [
  "address1",
  "city",
  "countryCode",
  "postalCode",
] as const satisfies readonly (keyof AddressInput)[];

type AddressTexts = Partial<Pick<AddressInput, (typeof addressTexts)[number]>>;

type Required = Partial<Pick<AddressInput, (typeof requiredTexts)[number]>>;

/** Reports the missing values of a new address: BLANK if all texts are blank, otherwise REQUIRED for each value. */
export function checkNewAddress(input: AddressInput, path: Path, userErrors: UserErrorCollector): void {
  if (isBlank(input) && !userErrors.has(path)) checkNotBlank(input, path, userErrors);
  else checkRequired(input, requiredTexts, path, userErrors);
}

/** Reports BLANK for an address of which all texts are blank, unless some are already reported. */
export function checkNotBlank(address: AddressTexts, path: Path, userErrors: UserErrorCollector): void {
  if (isBlank(address) && !userErrors.has(path)) userErrors.add("BLANK", path, "Must not be blank.");
}

function isBlank(address: AddressTexts): boolean {
  return addressTexts.every((name) => !address[name]);
}

/**
 * Reports REQUIRED for each of `names` that an address lacks. Does nothing if the country code is invalid, because the
 * requirements are unknown then. Without a country no postal code is required.
 */
export function checkRequired(
  address: Required,
  names: readonly (typeof requiredTexts)[number][],
  path: Path,
  userErrors: UserErrorCollector,
): void {
  if (userErrors.has([...path, "countryCode"])) return;
  for (const name of names) {
    if (address[name] || userErrors.has([...path, name]) || !isRequired(name, address.countryCode)) continue;
    const reason = name === "postalCode" ? "postalCode is required for this country." : `${name} is required.`;
    userErrors.add("REQUIRED", [...path, name], reason);
  }
}

function isRequired(name: (typeof requiredTexts)[number], countryCode: string | null | undefined): boolean {
  if (name === "postalCode") return Boolean(countryCode) && hasPostalCodes(countryCode ?? "");
  return name !== "city" || !isCityState(countryCode ?? "");
}

/** Reports a second default address of a role in a list of addresses, at its flag. */
export function checkDefaults(addresses: readonly AddressInput[], userErrors: UserErrorCollector): void {
  for (const role of defaultRoles) {
    const defaults = [...addresses.keys()].filter((index) => addresses[index]?.[role]);
    for (const later of defaults.slice(1)) {
      const path = ["input", "addresses", String(later), role];
      userErrors.add("CONFLICTING_INPUT", path, `${role} must be true for at most one address.`);
    }
  }
}

/** Builds the row of a new address. */
export function newAddressRow(
  customerId: string,
  input: AddressInput,
  now: Date,
): Prisma.AddressCreateManyInput & { id: string } {
  return {
    ...Object.fromEntries(addressTexts.map((name) => [name, input[name] ?? null])),
    id: newId("Address"),
    customerId,
    countryCode: input.countryCode ? normalizeCountryCode(input.countryCode) : null,
    isDefaultShipping: input.isDefaultShipping ?? false,
    isDefaultBilling: input.isDefaultBilling ?? false,
    metadata: jsonColumn(input.metadata ?? null),
    createdAt: now,
    updatedAt: now,
  };
}
