import type { Address as AddressRow } from "../../database/generated/client.js";
import { changedValues } from "../../database/sql/row-values.js";
import { normalizeCountryCode } from "../../graphql/input/normalize-text.js";
import type { AddressInput } from "./address.input.js";
import { addressTexts } from "./new-address.js";

/** Returns the values of an address that an input changes, except metadata. */
export function addressChanges(address: AddressRow, input: AddressInput): Partial<AddressRow> {
  const { countryCode, isDefaultShipping, isDefaultBilling } = input;
  return changedValues(address, {
    ...Object.fromEntries(addressTexts.map((name) => [name, input[name]])),
    countryCode: countryCode ? normalizeCountryCode(countryCode) : countryCode,
    isDefaultShipping: isDefaultShipping === undefined ? undefined : (isDefaultShipping ?? false),
    isDefaultBilling: isDefaultBilling === undefined ? undefined : (isDefaultBilling ?? false),
  });
}
