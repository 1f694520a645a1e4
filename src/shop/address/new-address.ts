import type { Prisma } from "../../database/generated/client.js";
import { jsonColumn } from "../../database/sql/row-values.js";
import type { Path, UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { normalizeCountryCode } from "../../graphql/input/normalize-text.js";
import { newId } from "../../graphql/node/ids.js";
import { isCityState } from "../country/city-states.data.js";
import { hasPostalCodes } from "../country/postal-codes.data.js";
import type { AddressInput } from "./address.input.js";

const texts = [
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

/** Texts that an address must have, as far as its country needs them. */
export const requiredTexts = [
  "address1",
  "city",
  "countryCode",
  "postalCode",
] as const satisfies readonly (keyof AddressInput)[];

type Required = Partial<Pick<AddressInput, (typeof requiredTexts)[number]>>;

/** Finds what a new address lacks: BLANK when it says nothing at all, else REQUIRED at each value. */
export function checkNewAddress(input: AddressInput, path: Path, userErrors: UserErrorCollector): void {
  const isBlank = texts.every((name) => !input[name]);
  if (isBlank && !userErrors.has(path)) userErrors.add("BLANK", path, "Must not be blank.");
  else checkRequired(input, requiredTexts, path, userErrors);
}

/**
 * Finds those of `names` that an address lacks: REQUIRED at each. Where the country is refused nothing is known of what it
 * needs; without one, no postal code is asked for.
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
    const reason =
      name === "postalCode" ? "postalCode must be given: the country has postal codes." : `${name} must be given.`;
    userErrors.add("REQUIRED", [...path, name], reason);
  }
}

function isRequired(name: (typeof requiredTexts)[number], countryCode: string | null | undefined): boolean {
  if (name === "postalCode") return Boolean(countryCode) && hasPostalCodes(countryCode ?? "");
  return name !== "city" || !isCityState(countryCode ?? "");
}

/** The row of a new address. */
export function newAddressRow(
  customerId: string,
  input: AddressInput,
  now: Date,
): Prisma.AddressCreateManyInput & { id: string } {
  return {
    ...Object.fromEntries(texts.map((name) => [name, input[name] ?? null])),
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
