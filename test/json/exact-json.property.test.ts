import fc from "fast-check";
import { withInexactNumbers } from "../../src/graphql/json/exact-json.js";
import { isInexactNumber, readNumber, showInexactNumber } from "../../src/graphql/json/inexact-number.js";

/** The value of a decimal as a fraction of whole numbers, and a text for equal ones. */
function fractionOf(decimal: string): string {
  const [mantissa = "", exponent = "0"] = decimal.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const power = Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  // Beyond the range of doubles, and small enough to compute.
  return String(digits * 10n ** BigInt(power + 2_000));
}

function isExact(decimal: string): boolean {
  const shortest = String(Number(decimal));
  return shortest !== "Infinity" && fractionOf(decimal) === fractionOf(shortest);
}

const digits = (minLength: number, maxLength: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength, maxLength })
    .chain((list) => fc.constantFrom(list.join(""), list.join("").replace(/.{3}$/, "000")));
const positive = fc
  .tuple(
    digits(1, 25).map((whole) => whole.replace(/^0+(?=.)/, "")),
    fc.option(digits(1, 25), { nil: undefined }),
    fc.option(
      fc.oneof(fc.integer({ min: -30, max: 30 }), fc.integer({ min: -420, max: 420 })).map((n) => `e${n}`),
      { nil: "" },
    ),
  )
  .map(([whole, fraction, exponent]) => `${whole}${fraction === undefined ? "" : `.${fraction}`}${exponent}`);
const generated = fc.oneof(positive, fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }).map(String));

describe("a number in JSON", () => {
  it("is exact when the shortest text of its double is the same number", () => {
    fc.assert(
      fc.property(generated, (decimal) => {
        expect(typeof readNumber(decimal) === "number").toBe(isExact(decimal));
        expect(typeof readNumber(`-${decimal}`) === "number").toBe(isExact(decimal));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(["0", "-0", "0e999", "1.0", "1e3", "1E+3", "100000000000000000000", "0.1", "1e21", "5e-324"])(
    "may be %s",
    (number) => expect(readNumber(number)).toBe(Number(number)),
  );

  it.each([
    "1546130668394913822",
    "0.1234567890123456789",
    "1e-400",
    "1e400",
    "-1e400",
    "9007199254740993",
    "12345678.1234567891",
  ])("must not be %s", (number) => expect(isInexactNumber(readNumber(number))).toBe(true));
});

describe("JSON", () => {
  const space = fc.constantFrom("", "", " ", "\n\t");

  type Pair = readonly [text: string, value: unknown];

  /** The text of JSON, and the same with a mark for each inexact number. */
  const { value } = fc.letrec<{ value: Pair }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      generated.map((decimal): Pair => [decimal, isExact(decimal) ? Number(decimal) : inexact(decimal)]),
      fc.constantFrom<Pair>(["true", true], ["null", null]),
      fc
        .oneof(fc.string(), generated, fc.constantFrom('"', '\\"1e400', "\\", ": 1e400"))
        .map((text): Pair => [JSON.stringify(text), text]),
      fc
        .tuple(fc.array(tie("value")), space)
        .map(
          ([items, gap]): Pair => [
            `[${gap}${items.map(([text]) => text).join(`,${gap}`)}]`,
            items.map(([, item]) => item),
          ],
        ),
      fc
        .tuple(fc.dictionary(fc.oneof(fc.string(), generated), tie("value")), space)
        .map(
          ([items, gap]): Pair => [
            `{${Object.entries(items).map(([key, [text]]) => `${gap}${JSON.stringify(key)}${gap}:${gap}${text}`)}}`,
            Object.fromEntries(Object.entries(items).map(([key, [, item]]) => [key, item])),
          ],
        ),
    ),
  }));
  const shown = (read: unknown) => JSON.stringify(read, showInexactNumber);
  const inexact = (decimal: string) => JSON.parse(shown(Symbol(decimal)));

  it("is read with inexact numbers marked, and all other values as JSON.parse reads them", () => {
    fc.assert(
      fc.property(value, ([text, expected]) => {
        const json = `{"a":${text}}`;
        const read = withInexactNumbers(json, JSON.parse(json));
        expect(JSON.parse(shown(read))).toEqual({ a: expected });
      }),
      { numRuns: 1_000 },
    );
  });

  it("keeps the key __proto__", () => {
    const json = '{"__proto__":1e400,"a":{"__proto__":[1546130668394913822]}}';
    const read = withInexactNumbers(json, JSON.parse(json));
    const [big, long] = ["1e400", "1546130668394913822"].map((text) => shown(Symbol(text)));
    expect(shown(read)).toBe(`{"__proto__":${big},"a":{"__proto__":[${long}]}}`);
  });

  it("may nest deeper than the call stack", () => {
    const levels = 90_000;
    const json = `{"a":${"[".repeat(levels)}1e400${"]".repeat(levels)}}`;
    let { a: inside } = withInexactNumbers(json, JSON.parse(json)) as { a: unknown };
    while (Array.isArray(inside)) [inside] = inside;
    expect(isInexactNumber(inside)).toBe(true);
  });
});
