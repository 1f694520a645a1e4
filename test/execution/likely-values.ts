import fc from "fast-check";
import type { NodeKind } from "../../src/graphql/node/ids.js";
import { usually } from "./chances.js";
import type { Json } from "./operation-plan.js";
import type { ValuePool } from "./value-pool.js";

/**
 * Values of a scalar for a place. With most of them an operation succeeds, with some it fails during execution. A place is
 * a coordinate of the schema, for example `Query.customer.id` or `AddressInput.city`.
 */
export type LikelyValues = (place: string, scalar: string) => fc.Arbitrary<Json>;

/** A value that is usually valid and sometimes invalid. */
const mostly = (right: fc.Arbitrary<Json>, ...wrong: Json[]) => usually(30, right, fc.constantFrom(...wrong));

/** The type of object for the ids and cursors at a place. The first match counts. */
const kindsAt: readonly (readonly [RegExp, NodeKind])[] = [
  [/customerIds?$|customerGroupUpdateCustomers\.(add|remove)$|\.customers\.\w+$/, "Customer"],
  [/roupIds$|customerUpdateGroups\.(add|remove|set)$|customerGroup\w*\.\w+$|\.groups\.\w+$/, "CustomerGroup"],
  [/\.(address|addresses|customerAddress\w+)\.\w+$/, "Address"],
  [/\.customer\w*\.id$/, "Customer"],
  [/\.priceLists?\w*\.\w+$/, "PriceList"],
  [/\.regions?\w*\.\w+$/, "Region"],
  [/\.jobs?\w*\.\w+$/, "Job"],
  [/\.orders?\.\w+$|^OrderRecordInput\.id$/, "Order"],
  [/\.user\w+\.\w+$/, "User"],
  [/\.apiKey\w+\.\w+$/, "ApiKey"],
  [/\.(changes|history)\.\w+$/, "Change"],
];

const word = fc.constantFrom("Ada", "ADA", "Ærø", "de", "a", "12", "Via Appia", "%_\\");
const numbered = fc.nat({ max: 999 });
const metadata = fc.constantFrom<Json>(
  {},
  { tier: "gold" },
  { tier: "", tags: ["a", null, 1.5] },
  { deep: { er: [{ est: true }] } },
);

/** Values for places where random values of the scalar are rarely valid. The first match counts. */
const valuesAt: readonly (readonly [RegExp, fc.Arbitrary<Json>])[] = [
  [
    /^Query\.__type\.name$/,
    mostly(fc.constantFrom("Query", "Customer", "Node", "AddressInput", "Scope"), "Nothing", ""),
  ],
  [/\.(first|last)$/, mostly(fc.integer({ min: 0, max: 5 }), 6, 250, -1, 251, 2_147_483_647)],
  [/\.offset$/, mostly(fc.integer({ min: 0, max: 3 }), 10_000, -1, 10_001)],
  [/\.ifVersion$/, mostly(fc.integer({ min: 1, max: 2 }), 0, 99, -2_147_483_648)],
  [/\.(min|max)Quantity$/, mostly(fc.integer({ min: 1, max: 9 }), 0, -1)],
  [/\.displayId$/, mostly(numbered.map(String), "A-10", "", "\0")],
  [/\.search$/, mostly(word, "", " ", "a ".repeat(11), "a".repeat(201), "\0")],
  [/\.password$/, mostly(fc.constant("correct horse battery"), "short", "")],
  [/\.(country\.code|countryCodes?)$/, mostly(fc.constantFrom("IT", "it", "de", "FR"), "XX", "ita", "")],
  [/\.currencyCode$/, mostly(fc.constantFrom("EUR", "usd", "JPY"), "XXY", "")],
  [/\.(total|amount)$/, mostly(fc.constantFrom("1", "10.00", "0"), "-1", "1.001", "1e3", "much")],
  [/\.postalCode$/, mostly(fc.constantFrom("00184", "10115"), "")],
  [
    /\.(name|title)$/,
    mostly(
      numbered.map((number) => `Name ${number}`),
      "",
      "\0",
      "a".repeat(256),
    ),
  ],
  [/\.timeZone$/, mostly(fc.constantFrom("UTC", "Europe/Rome", "Asia/Kolkata"), "Europe/Atlantis", "")],
  // With the usual intervals, most other periods are too long or end before they start.
  [/^Query\.customerStatistics\.from$/, mostly(fc.constant("2026-01-01T00:00:00Z"), "2100-01-01T00:00:00Z")],
  [/^Query\.customerStatistics\.to$/, mostly(fc.constant("2026-03-01T00:00:00Z"), "2025-01-01T00:00:00Z")],
  [/\.expiresAt$/, mostly(fc.constant("2100-01-01T00:00:00Z"), "2020-01-01T00:00:00Z")],
  [/^MetadataFilter\.path$/, mostly(fc.constantFrom("tier", "tags", "deep"), "", "\0")],
  [/^skip\.if$/, mostly(fc.constant(false), true)],
  [/^include\.if$/, mostly(fc.constant(true), false)],
];

const byScalar: Readonly<Record<string, fc.Arbitrary<Json>>> = {
  Boolean: fc.boolean(),
  Int: mostly(fc.integer({ min: 0, max: 9 }), -1, 2_147_483_647, -2_147_483_648),
  Float: fc.constantFrom(0, 1.5, -2, 1e21),
  String: mostly(word, "", "\0", 'quotes " and \n lines', "\u{1F600}"),
  DateTime: fc.constantFrom(
    "2024-01-01T00:00:00.000Z",
    "2025-06-30T12:00:00Z",
    "2026-01-01T01:00:00+01:00",
    "2100-01-01T00:00:00Z",
  ),
  JSON: fc.oneof(fc.constantFrom<Json>("gold", 1, 1.5, true, null, ["a", [null]]), metadata),
  JSONObject: mostly(metadata, { a: "\0" }, { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: {} } } } } } } } } } }),
};

/** The likely values for a database with the objects of the pool. */
export function likelyValues({ ids, cursors, emails }: ValuePool): LikelyValues {
  const anyId = Object.values(ids).flat();
  const id = (kind: NodeKind | undefined) =>
    mostly(fc.constantFrom(...(kind ? ids[kind] : anyId)), ...anyId, "cus_unknown", "order_unknown", "", "\0", 7);
  const representations = (Object.keys(ids) as NodeKind[]).flatMap((kind) =>
    ids[kind].map((nodeId) => ({ __typename: kind, id: nodeId })),
  );
  const wrongRepresentations: Json[] = [{}, { __typename: "Customer" }, { __typename: "Nothing", id: "cus_unknown" }];
  const representation = mostly(
    fc.constantFrom<Json>(...representations),
    { __typename: "Customer", id: "cus_unknown" },
    { __typename: "Customer", id: "\0" },
    ...wrongRepresentations,
  );
  const anyCursor = Object.values(cursors).flat();
  const cursor = (kind: NodeKind | undefined) =>
    mostly(fc.constantFrom(...(kind ? cursors[kind] : anyCursor)), ...anyCursor, "", "no cursor");
  const newEmail = numbered.map((number) => `New${number}@example.com`);
  const email = mostly(fc.oneof(fc.constantFrom(...emails), newEmail), "", "nobody", "nobody@example.com");

  return (place, scalar) => {
    const kind = kindsAt.find(([places]) => places.test(place))?.[1];
    if (scalar === "ID") return id(kind);
    if (scalar === "_Any") return representation;
    if (/\.(after|before)$/.test(place)) return cursor(kind);
    if (/\.email$/.test(place)) return email;
    const values = valuesAt.find(([places]) => places.test(place))?.[1] ?? byScalar[scalar];
    if (values === undefined) throw new Error(`Expected a scalar whose values are known, got ${scalar} at ${place}.`);
    return values;
  };
}
