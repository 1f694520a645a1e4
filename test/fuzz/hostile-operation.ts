import fc from "fast-check";
import { Kind, parse, print, type ValueNode, visit } from "graphql";
import type { GeneratedOperation } from "../execution/operation-writer.js";

/** Half a surrogate pair is valid in JSON, but not in a document. */
const halves = ["\ud800", "a\udfffb", "\udc00\ud800"];

const texts = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\u0007\u001b[31m",
  "a".repeat(256),
  "a".repeat(20_000),
  "😀".repeat(200),
  "\u202Eabc\u2066\uFEFF\u200B",
  `e${"\u0301".repeat(300)}`,
  "\uFFFF\uFFFE\u{10FFFF}",
  "'; DROP TABLE customer; --",
  "%_\\%",
  "(a+)+$ [[:alpha:]]* .*",
  "__proto__",
  "constructor",
  "NaN",
  "1e400",
  "-0",
  "999999999999999999999999999999.999999999",
  "0000-00-00T00:00:00Z",
  "+275760-09-13T00:00:00.001Z",
  "294277-01-01T00:00:00Z",
  "0001-01-01T00:00:00Z",
  "9999-12-31T23:59:59.999Z",
  "2024-06-30T23:59:60Z",
  "cus_",
  "chg_\u0000",
  "order_ ",
  "ⅫⅣ ١٢٣",
  "%{jndi:ldap://example.com/a}",
  "<script>alert(1)</script>",
];

const numbers = [0, -1, 1, 2_147_483_647, -2_147_483_648];
const hugeNumbers = [2_147_483_648, 9_007_199_254_740_992, -1e308, 1e308, 5e-324, 0.1, -0];

/** Hostile values in the form of JSON. */
const values: readonly unknown[] = [
  ...texts,
  ...halves,
  ...numbers,
  ...hugeNumbers,
  null,
  true,
  [],
  {},
  [[[[]]]],
  Array(1_000).fill("a"),
  Object.fromEntries([
    ["__proto__", { polluted: true }],
    ["constructor", { prototype: { polluted: true } }],
  ]),
  Object.fromEntries(["toString", "valueOf", "hasOwnProperty", "then", "toJSON", "length"].map((key) => [key, -1])),
  nested(60),
];

function nested(levels: number): unknown {
  return levels === 0 ? 1 : { a: [nested(levels - 1)] };
}

/** Replaces some values of an operation by hostile ones, in its document and its variables. */
export function hostileOperation(operations: fc.Arbitrary<GeneratedOperation>): fc.Arbitrary<GeneratedOperation> {
  return fc
    .record({ operation: operations, picks: fc.array(fc.nat({ max: 9_999 }), { minLength: 8, maxLength: 8 }) })
    .map(({ operation, picks }) => {
      const pick = pickerOf(picks);
      return {
        ...operation,
        query: withHostileLiterals(operation.query, pick),
        variables: withHostileValues(operation.variables, pick) as GeneratedOperation["variables"],
      };
    });
}

/** Sometimes one of the choices, otherwise undefined. */
type Picker = <T>(choices: readonly T[]) => T | undefined;

/** Derives many choices from few numbers, the same each time. */
function pickerOf(picks: readonly number[]): Picker {
  let count = 0;
  return (choices) => {
    const number = (picks[count % picks.length] ?? 0) + 7_919 * count;
    count += 1;
    return number % 4 === 0 ? choices[Math.floor(number / 4) % choices.length] : undefined;
  };
}

function withHostileLiterals(query: string, pick: Picker): string {
  const replaced = (node: ValueNode): ValueNode | undefined => {
    if (node.kind === Kind.STRING) {
      const value = pick(texts);
      return value === undefined ? undefined : { kind: Kind.STRING, value };
    }
    const value = pick([...numbers, ...hugeNumbers.filter(Number.isInteger)]);
    return value === undefined ? undefined : { kind: Kind.INT, value: BigInt(value).toString() };
  };
  return print(visit(parse(query), { StringValue: replaced, IntValue: replaced }));
}

function withHostileValues(value: unknown, pick: Picker, level = 0): unknown {
  const hostile = level === 0 ? undefined : pick(values);
  if (hostile !== undefined) return hostile;
  if (Array.isArray(value)) return value.map((element) => withHostileValues(element, pick, level + 1));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(
    ([name, inner]) => [name, withHostileValues(inner, pick, level + 1)] as const,
  );
  const key = pick(["__proto__", "constructor", "toString", ""]);
  return Object.fromEntries(key === undefined ? entries : [...entries, [key, {}]]);
}
