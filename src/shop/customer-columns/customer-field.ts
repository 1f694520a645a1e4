import type { AddressUpsertInput, CustomerUpsertInput } from "../customer-sync/customer-upsert.input.js";
import { isExternalSystem } from "../external-id/external-id.input.js";

/** The type of the value of a field. `json` is any JSON value, `object` a JSON object, `ids` a list of ids. */
export type FieldType = "text" | "boolean" | "timestamp" | "ids" | "object" | "json";

/** A field of the customers in a file: a value of `CustomerUpsertInput`, or the id. */
export interface CustomerField {
  /** Its path, joined by dots, such as `addresses.0.city`. Columns have this name. */
  readonly name: string;
  /** Keys of metadata and systems of external ids may contain dots. They are one step. */
  readonly path: readonly string[];
  readonly type: FieldType;
}

type ObjectField = "addresses" | "externalIds";

const customerFields = {
  id: "text",
  email: "text",
  firstName: "text",
  lastName: "text",
  companyName: "text",
  phone: "text",
  hasAccount: "boolean",
  createdAt: "timestamp",
  groupIds: "ids",
  metadata: "object",
} as const satisfies Readonly<Record<"id" | Exclude<keyof CustomerUpsertInput, ObjectField>, FieldType>>;

const addressFields = {
  id: "text",
  addressName: "text",
  isDefaultShipping: "boolean",
  isDefaultBilling: "boolean",
  company: "text",
  firstName: "text",
  lastName: "text",
  address1: "text",
  address2: "text",
  city: "text",
  province: "text",
  postalCode: "text",
  countryCode: "text",
  phone: "text",
  metadata: "object",
} as const satisfies Readonly<Record<keyof AddressUpsertInput, FieldType>>;

/** The names of all fields. A number stands for the index of an address, and `*` for a key of metadata or a system. */
export const customerFieldNames: readonly string[] = [
  ...Object.keys(customerFields),
  "metadata.*",
  "externalIds.*",
  ...Object.keys(addressFields).map((name) => `addresses.0.${name}`),
  "addresses.0.metadata.*",
];

const addressName = /^addresses\.(0|[1-9]\d{0,2})\.(.+)$/s;

/** Returns the field with this name, or null if there is none. */
export function findCustomerField(name: string): CustomerField | null {
  const own = typeOf(customerFields, name);
  if (own !== null) return { name, path: [name], type: own };
  const system = name.startsWith("externalIds.") ? name.slice("externalIds.".length) : "";
  if (isExternalSystem(system)) return { name, path: ["externalIds", system], type: "text" };
  const [, index, rest = ""] = addressName.exec(name) ?? [];
  if (index === undefined) return metadataField(name, name, []);
  const path = ["addresses", index];
  const type = typeOf(addressFields, rest);
  return type === null ? metadataField(name, rest, path) : { name, path: [...path, rest], type };
}

function metadataField(name: string, rest: string, parent: readonly string[]): CustomerField | null {
  const key = rest.startsWith("metadata.") ? rest.slice("metadata.".length) : "";
  return key === "" ? null : { name, path: [...parent, "metadata", key], type: "json" };
}

function typeOf(fields: Readonly<Record<string, FieldType>>, name: string): FieldType | null {
  return Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;
}
