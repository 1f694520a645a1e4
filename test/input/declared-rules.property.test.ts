import { validateSync } from "class-validator";
import fc from "fast-check";
import { getMetadataStorage } from "type-graphql";
import { brokenRules } from "../../src/graphql/input/declared-rules.js";
import "../../src/schema.js";

/** The rules that class-validator finds broken. */
function expectedRules(input: object) {
  const errors = validateSync(input, { forbidUnknownValues: false, validationError: { target: false, value: false } });
  return errors.flatMap(({ property, constraints = {}, contexts }) =>
    Object.entries(constraints).map(([name, message]) => ({ property, code: contexts?.[name]?.code, message })),
  );
}

const text = fc.oneof(
  fc.constantFrom("", " ", "ada@example.com", "ada@exa mple", "IT", "xx", "EUR", "10.50", "-1", "erp", "ERP", "short"),
  fc.string({ unit: fc.constantFrom("a", "1", "@", ".", "\n", "\0", "\u202E", "\uD800", "é"), maxLength: 12 }),
  fc.constantFrom("a".repeat(256), "a".repeat(10_001), `${"a".repeat(250)}@example.com`),
);
const date = fc.constantFrom(new Date("2026-08-23"), new Date("+012026-01-01"), new Date("-000001-01-01"));
const json = fc.constantFrom({}, { a: 1 }, { a: Symbol("1e400") }, { a: "\0" }, { a: "x".repeat(70_000) });

/** A value that a declared type allows after graphql-js has coerced it. */
function valueFor(type: unknown): fc.Arbitrary<unknown> {
  if (type === String) return text;
  if (type === Number) return fc.integer();
  if (type === Boolean) return fc.boolean();
  const name = Object(type).name;
  if (name === "DateTime") return date;
  return name === "JSON" || name === "JSONObject" ? json : text;
}

const { inputTypes, argumentTypes } = getMetadataStorage();
const classes = [...new Set([...inputTypes, ...argumentTypes])].map(({ name, target, fields = [] }) => ({
  name,
  target: target as new () => object,
  fields,
}));

describe("the rules that are declared on an input", () => {
  it.each(classes.map((one) => [one.name, one] as const))("are checked as by class-validator: %s", (_, one) => {
    const parents = classes.filter(({ target }) => one.target === target || one.target.prototype instanceof target);
    const values = fc.record(
      Object.fromEntries(
        parents.flatMap(({ fields }) =>
          fields.map(({ name, getType }) => [
            name,
            fc.oneof({ weight: 4, arbitrary: valueFor(getType()) }, fc.constant(null)),
          ]),
        ),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(values, (given) => {
        const input = Object.assign(new one.target(), given);
        expect(brokenRules(input)).toEqual(expectedRules(input));
      }),
      { numRuns: 30 },
    );
  });

  it("are not checked for an object without a class", () => {
    expect(brokenRules({ email: "no" })).toEqual([]);
  });
});
