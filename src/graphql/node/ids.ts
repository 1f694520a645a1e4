import { newUlid } from "./ulid.js";

/** The prefix of each kind of object's ids; the one list of them. */
export const idPrefixes = {
  Customer: "cus",
  Address: "cuaddr",
  CustomerGroup: "cusgroup",
  PriceList: "plist",
  Order: "order",
  User: "user",
  ApiKey: "apk",
  Change: "chg",
} as const;

export type NodeKind = keyof typeof idPrefixes;

/** What messages call an object of each kind. */
export const kindNames: Readonly<Record<NodeKind, string>> = {
  Customer: "customer",
  Address: "address",
  CustomerGroup: "customer group",
  PriceList: "price list",
  Order: "order",
  User: "user",
  ApiKey: "API key",
  Change: "change",
};

const kinds = new Map(Object.entries(idPrefixes).map(([kind, prefix]) => [prefix as string, kind as NodeKind]));

/** A new id: the prefix of its kind, `_`, and a ULID, such as `cus_01JZ8Q5W3V9K2M4N6P8R0S2T4V`. */
export function newId(kind: NodeKind): string {
  return `${idPrefixes[kind]}_${newUlid()}`;
}

/** The kind of object that an id's prefix stands for; undefined for a prefix nobody uses. */
export function kindOfId(id: string): NodeKind | undefined {
  const prefixEnd = id.indexOf("_");
  return prefixEnd === -1 ? undefined : kinds.get(id.slice(0, prefixEnd));
}

/** Whether PostgreSQL could hold this text at all; an id it cannot hold is unknown, not an error. */
export function isStorableText(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/** The ids among these that could be in the database. */
export function storableOnly(ids: readonly string[]): string[] {
  return ids.filter(isStorableText);
}
