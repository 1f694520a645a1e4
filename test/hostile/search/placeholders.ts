/*
 * Ids differ between databases. Operations use positions instead: `$customer:17` is the id of the 18th customer, and
 * `["$customers:10000"]` a list of the first 10,000. `["$texts:5000"]` is a list of different texts, `$letters:60000` a
 * long text, and `[{ "$times": 100, "value": {} }]` a list of equal values.
 */

export const idKinds = ["customer", "address", "customerGroup", "priceList", "order"] as const;

export type IdKind = (typeof idKinds)[number];

/** Ids of each kind. */
export type Ids = Readonly<Record<IdKind, readonly string[]>>;

const prefixes: Readonly<Record<IdKind, string>> = {
  customer: "cus",
  address: "cuaddr",
  customerGroup: "cusgroup",
  priceList: "plist",
  order: "order",
};

/** Ids of objects that do not exist. */
export const unknownIds: Ids = Object.fromEntries(
  idKinds.map((kind) => [
    kind,
    Array.from({ length: 10_000 }, (_, index) => `${prefixes[kind]}_${String(index).padStart(26, "0")}`),
  ]),
) as unknown as Ids;

/** Replaces placeholders by ids. */
export function withIds(value: unknown, ids: Ids): unknown {
  if (Array.isArray(value)) return value.flatMap((element) => elementsOf(element, ids));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withIds(inner, ids)]));
  }
  return typeof value === "string" ? (idAt(value, ids) ?? value) : value;
}

function elementsOf(element: unknown, ids: Ids): unknown[] {
  const [, kind, count] = (typeof element === "string" && /^\$(\w+)s:(\d+)$/.exec(element)) || [];
  if (kind === "text") return Array.from({ length: Number(count) }, (_, index) => `zq${index}`);
  if (isKind(kind)) return ids[kind].slice(0, Number(count));
  return isRepeated(element)
    ? Array.from({ length: element.$times }, () => withIds(element.value, ids))
    : [withIds(element, ids)];
}

function idAt(text: string, ids: Ids): string | undefined {
  const [, kind, index] = /^\$(\w+):(\d+)$/.exec(text) ?? [];
  if (kind === "letters") return "a".repeat(Number(index));
  if (!isKind(kind)) return undefined;
  const known = ids[kind];
  return known[Number(index) % known.length] ?? unknownIds[kind][0];
}

function isRepeated(element: unknown): element is { readonly $times: number; readonly value: unknown } {
  return typeof element === "object" && element !== null && "$times" in element && "value" in element;
}

function isKind(kind: string | undefined): kind is IdKind {
  return idKinds.some((known) => known === kind);
}
