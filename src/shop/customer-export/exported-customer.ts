import { withInexactNumbers } from "../../graphql/json/exact-json.js";
import type { CustomerField } from "../customer-columns/customer-field.js";

/** Metadata. Its values may hold `InexactNumber`s. */
export type ExportedMetadata = Readonly<Record<string, unknown>>;

type ExportedAddress = Readonly<Record<string, unknown>> & { readonly metadata?: ExportedMetadata | null };

/** A customer as the statement of an export returns it. Parts that are not exported are missing. */
export interface ExportedCustomer extends Readonly<Record<string, unknown>> {
  readonly metadata?: ExportedMetadata | null;
  readonly externalIds?: readonly { readonly system: string; readonly value: string }[] | null;
  readonly groupIds?: readonly string[] | null;
  readonly addresses?: readonly ExportedAddress[] | null;
}

/** Reads a row of the statement. */
export function readCustomer(row: string): ExportedCustomer {
  return withInexactNumbers(row, JSON.parse(row)) as ExportedCustomer;
}

/** Returns the value of a field. Undefined if the customer has no such address, key of metadata or external id. */
export function fieldValue(customer: ExportedCustomer, { path }: Pick<CustomerField, "path">): unknown {
  const [name = "", key = "", ...rest] = path;
  if (name === "externalIds") return customer.externalIds?.find(({ system }) => system === key)?.value;
  if (name !== "addresses") return memberOf(customer, path);
  const address = customer.addresses?.[Number(key)];
  return address && memberOf(address, rest);
}

function memberOf(object: Readonly<Record<string, unknown>>, [name = "", key]: readonly string[]): unknown {
  const value = name === "metadata" ? metadataOf(object.metadata as ExportedMetadata | null) : object[name];
  if (key === undefined) return value;
  return Object.hasOwn(Object(value), key) ? (value as ExportedMetadata)[key] : undefined;
}

/** Without the keys with an empty text: an import would remove them. */
export function metadataOf(metadata: ExportedMetadata | null | undefined): ExportedMetadata {
  const entries = Object.entries(metadata ?? {});
  return entries.some(([, value]) => value === "")
    ? Object.fromEntries(entries.filter(([, value]) => value !== ""))
    : (metadata ?? {});
}
