import type { AddressRowFragment } from "./addresses.generated.js";

const texts = [
  "addressName",
  "firstName",
  "lastName",
  "company",
  "address1",
  "address2",
  "postalCode",
  "city",
  "province",
  "countryCode",
  "phone",
] as const;

/** The fields of an address in its form. */
export type AddressValues = Record<(typeof texts)[number], string> & {
  isDefaultShipping: boolean;
  isDefaultBilling: boolean;
};

export const addressLabels: Readonly<Record<keyof AddressValues, string>> = {
  addressName: "Name of the address",
  firstName: "First name",
  lastName: "Last name",
  company: "Company",
  address1: "Street and number",
  address2: "Flat, floor, other details",
  postalCode: "Postal code",
  city: "City",
  province: "Province or state",
  countryCode: "Country",
  phone: "Phone",
  isDefaultShipping: "Default shipping address",
  isDefaultBilling: "Default billing address",
};

/** Returns the values of an address, or those of an empty form. */
export function addressValues(address?: AddressRowFragment): AddressValues {
  const values = Object.fromEntries(texts.map((name) => [name, address?.[name] ?? ""]));
  return {
    ...(values as Record<(typeof texts)[number], string>),
    isDefaultShipping: address?.isDefaultShipping ?? false,
    isDefaultBilling: address?.isDefaultBilling ?? false,
  };
}
