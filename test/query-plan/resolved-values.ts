import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { buildSchema, type GraphQLResolveInfo, GraphQLScalarType, type GraphQLSchema } from "graphql";

/** The form of a resolved value: itself, a promise that takes this number of turns of the event loop, or an error. */
type Arrival =
  | "at once"
  | "in a promise"
  | "in a turn"
  | "in two turns"
  | "from a method"
  | "fails"
  | "fails in a turn"
  | "throws";

/** A resolved value: a list, an object, or a leaf. */
export interface Planned {
  readonly arrival: Arrival;
  readonly value: readonly Planned[] | PlannedObject | Other;
}

export interface PlannedObject {
  readonly [field: string]: Planned;
}

/** Leaf values, valid and invalid ones. */
class Other {
  constructor(readonly make: () => unknown) {}
}

/** The fields of the objects, by the shape of their values. */
const fieldsByShape = {
  leaf: ["int", "requiredInt", "text", "color", "odd", "counted"],
  object: ["item", "requiredItem"],
  leaves: ["ints", "requiredInts"],
  objects: ["items", "requiredItems", "itemsOfItems"],
} as const;

const definitions = `
  enum Color { RED GREEN }
  scalar Odd
  interface Thing { int: Int }
  type Item implements Thing { ${fieldDefinitions()} }
  type Query implements Thing { ${fieldDefinitions()} }
`;

function fieldDefinitions(): string {
  return `
    int: Int  requiredInt: Int!  text: String  color: Color  odd: Odd  counted(by: Int = 1, odd: Odd): Int
    item: Item  requiredItem: Item!
    ints: [Int]  requiredInts: [Int!]!
    items: [Item]  requiredItems: [Item!]!  itemsOfItems: [[Item!]]
  `;
}

/** A schema with fields of all shapes, nullable or not, resolved by properties and methods. */
export function itemSchema(): GraphQLSchema {
  const schema = buildSchema(definitions);
  const odd = schema.getType("Odd");
  if (!(odd instanceof GraphQLScalarType)) throw new Error("Expected a scalar Odd.");
  odd.serialize = (value) => {
    if (value === "bad") throw new Error("A bad value.");
    return value === "null" ? null : value === "nothing" ? undefined : value;
  };
  return schema;
}

const arrivals: fc.Arbitrary<Arrival> = fc.oneof(
  { weight: 24, arbitrary: fc.constant<Arrival>("at once") },
  { weight: 8, arbitrary: fc.constantFrom<Arrival>("in a promise", "in a turn", "in two turns", "from a method") },
  { weight: 1, arbitrary: fc.constantFrom<Arrival>("fails", "fails in a turn", "throws") },
);

const leaves: fc.Arbitrary<Other> = fc
  .oneof(
    { weight: 20, arbitrary: fc.constantFrom(1, 2, 0) },
    { weight: 4, arbitrary: fc.constantFrom(null, undefined) },
    { weight: 1, arbitrary: fc.constantFrom("RED", "bad", "null", "nothing", Number.NaN, 1.5, 2 ** 40, true, {}, []) },
  )
  .map((value) => new Other(() => value));

const oddOnes: fc.Arbitrary<Other> = fc
  .constantFrom<() => unknown>(
    () => null,
    () => undefined,
    () => new Error("A value that is an error."),
    () => "no object, nor a list",
    () => new Set([null]),
  )
  .map((make) => new Other(make));

const planned = (values: fc.Arbitrary<Planned["value"]>): fc.Arbitrary<Planned> =>
  fc.record({
    arrival: arrivals,
    value: fc.oneof({ weight: 15, arbitrary: values }, { weight: 1, arbitrary: oddOnes }),
  });

const made: fc.Arbitrary<PlannedObject>[] = [];

/** Objects with some of the fields and this number of nested objects. */
export function plannedObject(levels: number): fc.Arbitrary<PlannedObject> {
  made[levels] ??= makePlannedObject(levels);
  return made[levels];
}

function makePlannedObject(levels: number): fc.Arbitrary<PlannedObject> {
  const list = (elements: fc.Arbitrary<Planned>) => planned(fc.array(elements, { maxLength: 3 }));
  const leaf = planned(leaves);
  const planOf: Record<string, fc.Arbitrary<Planned>> = {};
  for (const field of fieldsByShape.leaf) planOf[field] = leaf;
  for (const field of fieldsByShape.leaves) planOf[field] = list(leaf);
  if (levels > 0) {
    const object = planned(plannedObject(levels - 1));
    for (const field of fieldsByShape.object) planOf[field] = object;
    for (const field of fieldsByShape.objects) planOf[field] = list(field === "itemsOfItems" ? list(object) : object);
  }
  const names = Object.keys(planOf);
  return fc
    .uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 4 })
    .chain((chosen) => fc.record(Object.fromEntries(chosen.map((name) => [name, planOf[name] ?? leaf]))));
}

/** Is called for each method call, with the arguments of a resolver. */
export type OnCall = (field: string, args: unknown, info: GraphQLResolveInfo) => void;

/** Creates the value and starts its promises. */
export function arriving({ arrival, value }: Planned, field: string, onCall: OnCall): unknown {
  const make = () => madeValue(value, field, onCall);
  switch (arrival) {
    case "at once":
      return make();
    case "in a promise":
      return Promise.resolve().then(make);
    case "in a turn":
      return setImmediate().then(make);
    case "in two turns":
      return setImmediate()
        .then(() => setImmediate())
        .then(make);
    case "from a method":
      return (args: unknown, _context: unknown, info: GraphQLResolveInfo) => {
        onCall(field, args, info);
        return make();
      };
    case "fails":
      return Promise.reject(new Error(`${field} fails.`));
    case "fails in a turn":
      return setImmediate().then(() => Promise.reject(new Error(`${field} fails later.`)));
    case "throws":
      return () => {
        throw new Error(`${field} throws.`);
      };
  }
}

function madeValue(value: Planned["value"], field: string, onCall: OnCall): unknown {
  if (value instanceof Other) return value.make();
  if (isList(value)) return value.map((element) => arriving(element, field, onCall));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, arriving(inner, name, onCall)]));
}

function isList(value: Planned["value"]): value is readonly Planned[] {
  return Array.isArray(value);
}

/** Selects each field that occurs in one of the values. */
export function selectionOf(values: readonly Planned["value"][]): string {
  const inner = new Map<string, Planned["value"][]>();
  // The loop also visits the values that it appends.
  const left = [...values];
  for (const value of left) {
    if (value instanceof Other) continue;
    if (isList(value)) {
      left.push(...value.map((element) => element.value));
      continue;
    }
    for (const [name, field] of Object.entries(value)) inner.set(name, [...(inner.get(name) ?? []), field.value]);
  }
  const fields = [...inner].map(([name, found], index) => {
    const isLeaf = [...fieldsByShape.leaf, ...fieldsByShape.leaves].some((leaf) => leaf === name);
    const args = name === "counted" ? "(by: $by, odd: {a: [$by]})" : "";
    const selection = isLeaf ? "" : selectionOf(found);
    // Some fields are selected twice, with aliases or in fragments.
    const again =
      index % 2 === 0
        ? `... ${name === "int" ? "on Thing" : ""} { a${index}: ${name}${args} ${selection} ${name}${args} ${selection} }`
        : "";
    return `${name}${args} ${selection} ${again}`;
  });
  return `{ ${fields.join(" ")} __typename }`;
}
