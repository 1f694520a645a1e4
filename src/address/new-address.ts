import { hasPostalCodes } from "../country/postal-codes.data.js";
import type { Prisma } from "../database/generated/client.js";
import { jsonColumn } from "../database/row-values.js";
import type { Path, Problems } from "../errors/problems.js";
import { normalCountryCode } from "../input/normal-text.js";
import { newId } from "../node/ids.js";
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

/** What every address that a client creates or changes must have. */
export const requiredTexts = ["address1", "city", "countryCode"] as const satisfies readonly (keyof AddressInput)[];

/** Finds what a new address lacks: BLANK when it says nothing at all, else REQUIRED at each value. */
export function checkNewAddress(input: AddressInput, path: Path, problems: Problems): void {
  if (problems.has(path)) {
    checkRequired(input, path, problems);
  } else if (texts.every((name) => !input[name])) {
    problems.add("BLANK", path, "Must not be blank.");
  } else {
    checkRequired(input, path, problems);
  }
}

function checkRequired(input: AddressInput, path: Path, problems: Problems): void {
  for (const name of requiredTexts) {
    if (!input[name] && !problems.has([...path, name]))
      problems.add("REQUIRED", [...path, name], `${name} must be given.`);
  }
  checkPostalCode(input, path, problems);
}

/** Finds a postal code that is missing in a country that has them. */
export function checkPostalCode(
  address: { postalCode?: string | null; countryCode?: string | null },
  path: Path,
  problems: Problems,
): void {
  const needed = !address.countryCode || hasPostalCodes(address.countryCode);
  if (needed && !address.postalCode && !problems.has([...path, "postalCode"])) {
    problems.add("REQUIRED", [...path, "postalCode"], "postalCode must be given: the country has postal codes.");
  }
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
    countryCode: input.countryCode ? normalCountryCode(input.countryCode) : null,
    isDefaultShipping: input.isDefaultShipping ?? false,
    isDefaultBilling: input.isDefaultBilling ?? false,
    metadata: jsonColumn(input.metadata ?? null),
    createdAt: now,
    updatedAt: now,
  };
}
