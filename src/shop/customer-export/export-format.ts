import { csvRow } from "../../file-formats/csv.writer.js";
import { stringifyExact } from "../../graphql/json/exact-json.js";
import type { CustomerField } from "../customer-columns/customer-field.js";
import { type ExportedCustomer, fieldValue, metadataOf } from "./exported-customer.js";

/** Writes customers as text. */
export interface ExportFormat {
  readonly header: string;
  row(customer: ExportedCustomer): string;
}

/** A CSV file with these columns. */
export function csvFormat(fields: readonly CustomerField[]): ExportFormat {
  return {
    header: csvRow(fields.map(({ name }) => name)),
    row: (customer) => csvRow(fields.map((field) => cellOf(field, fieldValue(customer, field)))),
  };
}

/** A blank cell changes nothing in an import. So it stands for no value, and for an empty object. */
function cellOf({ type }: CustomerField, value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (type === "ids") return (value as readonly string[]).join(" ");
  const json = stringifyExact(value);
  return type === "object" && json === "{}" ? "" : json;
}

/** A JSONL file with these fields. Undefined: all that were read. */
export function jsonlFormat(fields: readonly CustomerField[] | undefined): ExportFormat {
  const objectOf = (customer: ExportedCustomer) =>
    fields === undefined ? wholeObject(customer) : partOf(customer, fields);
  return { header: "", row: (customer) => `${stringifyExact(objectOf(customer))}\n` };
}

function wholeObject(customer: ExportedCustomer): object {
  const { metadata, externalIds, addresses, ...values } = customer;
  return {
    ...values,
    metadata: metadataOf(metadata),
    externalIds: Object.fromEntries((externalIds ?? []).map(({ system, value }) => [system, value])),
    addresses: (addresses ?? []).map((address) => ({ ...address, metadata: metadataOf(address.metadata) })),
  };
}

/** Nests the values of the fields. Addresses, external ids and keys of metadata that the customer does not have are left out. */
function partOf(customer: ExportedCustomer, fields: readonly CustomerField[]): object {
  const object = newObject();
  for (const field of fields) {
    const value = fieldValue(customer, field);
    if (value !== undefined) setAt(object, field.path, value);
  }
  return object;
}

/** Sets a value in nested objects. The members of `addresses` are in a list. */
function setAt(object: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name = "", key = "", ...rest] = path;
  if (path.length < 2) object[name] = value;
  else if (name !== "addresses") setAt(memberOf(object, name), path.slice(1), value);
  else {
    if (!Object.hasOwn(object, name)) object[name] = [];
    const list = object[name] as Record<string, unknown>[];
    while (list.length <= Number(key)) list.push(newObject());
    setAt(list[Number(key)] ?? newObject(), rest, value);
  }
}

function memberOf(object: Record<string, unknown>, name: string): Record<string, unknown> {
  if (!Object.hasOwn(object, name)) object[name] = newObject();
  return object[name] as Record<string, unknown>;
}

/** An object in which `__proto__` is a key as any other. */
function newObject(): Record<string, unknown> {
  return Object.create(null);
}
