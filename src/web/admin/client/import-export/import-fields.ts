import { exportSourceOf, fieldOfExport } from "../../../../shop/customer-import/known-exports.js";
import type { AddressUpsertInput, CustomerUpsertInput } from "../generated/schema.js";

type OwnField = "id" | Exclude<keyof CustomerUpsertInput, "addresses" | "externalIds">;

const ownFields = {
  email: "Email",
  firstName: "First name",
  lastName: "Last name",
  companyName: "Company",
  phone: "Phone",
  hasAccount: "Registered (true or false)",
  createdAt: "Created at",
  groupIds: "Ids of groups",
  metadata: "Metadata, as JSON",
  id: "Id of this server",
} as const satisfies Readonly<Record<OwnField, string>>;

const addressFields = {
  company: "Company",
  firstName: "First name",
  lastName: "Last name",
  address1: "Street and number",
  address2: "Flat, floor",
  postalCode: "Postal code",
  city: "City",
  province: "Province",
  countryCode: "Country code",
  phone: "Phone",
  addressName: "Name of the address",
  isDefaultShipping: "Default shipping address (true or false)",
  isDefaultBilling: "Default billing address (true or false)",
  metadata: "Metadata, as JSON",
  id: "Id of the address",
} as const satisfies Readonly<Record<keyof AddressUpsertInput, string>>;

/** The fields that a column can be mapped to, as the groups of a select. */
export function fieldGroups(mayWriteGroups: boolean) {
  const own = Object.entries(ownFields).filter(([field]) => field !== "groupIds" || mayWriteGroups);
  return [
    { group: "Customer", items: own.map(([value, label]) => ({ value, label })) },
    {
      group: "Address",
      items: Object.entries(addressFields).map(([field, label]) => ({ value: `addresses.0.${field}`, label })),
    },
  ];
}

/** Returns true if a field can be chosen without typing. */
export function isListed(field: string, mayWriteGroups: boolean): boolean {
  if (field === "groupIds") return mayWriteGroups;
  return Object.hasOwn(ownFields, field) || isAddressField(field, /^addresses\.0\.(.+)$/);
}

/** Returns true for the names of fields, which the server knows without a mapping. */
export function isField(name: string): boolean {
  return (
    Object.hasOwn(ownFields, name) ||
    /^(addresses\.\d{1,3}\.)?metadata\../.test(name) ||
    /^externalIds\.[a-z0-9._-]{1,64}$/.test(name) ||
    isAddressField(name, /^addresses\.\d{1,3}\.(.+)$/)
  );
}

function isAddressField(name: string, form: RegExp): boolean {
  const [, field = ""] = form.exec(name) ?? [];
  return Object.hasOwn(addressFields, field);
}

/** Returns the field that the server uses for a column of CSV if there is no mapping. Undefined for an unknown column. */
export function defaultField(name: string, names: readonly string[]): string | undefined {
  const known = fieldOfExport(name, exportSourceOf(names));
  if (known !== undefined) return known ?? "";
  return isField(name) ? name : undefined;
}

const synonyms: Readonly<Record<string, string>> = {
  mail: "email",
  emailaddress: "email",
  givenname: "firstName",
  forename: "firstName",
  surname: "lastName",
  familyname: "lastName",
  company: "companyName",
  telephone: "phone",
  phonenumber: "phone",
  mobile: "phone",
  street: "addresses.0.address1",
  address: "addresses.0.address1",
  zip: "addresses.0.postalCode",
  zipcode: "addresses.0.postalCode",
  postcode: "addresses.0.postalCode",
  state: "addresses.0.province",
};

/** The fields by their names without case, spaces and hyphens. */
const foldedFields = new Map([
  ...Object.keys(addressFields).map((field): [string, string] => [fold(field), `addresses.0.${field}`]),
  ...Object.keys(ownFields).map((field): [string, string] => [fold(field), field]),
  ...Object.entries(synonyms),
]);
// The ids and the metadata of other systems are not those of this server.
for (const name of ["id", "metadata"]) foldedFields.delete(name);

/** Returns the field that a column with such a name probably has. Undefined if nothing is similar. */
export function similarField(name: string): string | undefined {
  return foldedFields.get(fold(name));
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, "");
}
