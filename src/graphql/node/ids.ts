import { newUlid } from "./ulid.js";

/** The id prefix of each kind of object. Prefixes are defined only here. */
export const idPrefixes = {
  Customer: "cus",
  Address: "cuaddr",
  CustomerGroup: "cusgroup",
  PriceList: "plist",
  Order: "order",
  Region: "reg",
  User: "user",
  ApiKey: "apk",
  Change: "chg",
  Session: "ses",
  Job: "job",
} as const;

export type NodeKind = keyof typeof idPrefixes;

/** An object with an id that `node` does not find: a file. */
export type NamedKind = NodeKind | "File";

/** The name of each kind of object in messages. */
export const kindNames: Readonly<Record<NamedKind, string>> = {
  Customer: "customer",
  Address: "address",
  CustomerGroup: "customer group",
  PriceList: "price list",
  Order: "order",
  Region: "region",
  User: "user",
  ApiKey: "API key",
  Change: "change",
  Session: "session",
  Job: "job",
  File: "file",
};

const kinds = new Map(Object.entries(idPrefixes).map(([kind, prefix]) => [prefix as string, kind as NodeKind]));

/** Creates an id: the prefix of its kind, `_`, and a ULID, such as `cus_01JZ8Q5W3V9K2M4N6P8R0S2T4V`. */
export function newId(kind: NodeKind): string {
  return `${idPrefixes[kind]}_${newUlid()}`;
}

/** Returns the kind of object that the prefix of an id stands for, or undefined for an unknown prefix. */
export function kindOfId(id: string): NodeKind | undefined {
  const prefixEnd = id.indexOf("_");
  return prefixEnd === -1 ? undefined : kinds.get(id.slice(0, prefixEnd));
}

/** True if PostgreSQL can store this text. An id that it cannot store is treated as unknown, not as an error. */
export function isStorableText(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/** Returns the ids that PostgreSQL can store. The other ids cannot be in the database. */
export function storableIds(ids: readonly string[]): string[] {
  return ids.filter(isStorableText);
}
