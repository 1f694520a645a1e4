import type { Random } from "../../benchmark/random.js";
import type { IdKind } from "./placeholders.js";

/** The place of a scalar. */
interface Place {
  readonly name: string;
  readonly type: string;
  /** The type that it belongs to. */
  readonly owner: string;
}

const texts = ["a", "an", "er", "zqzqzq", "example", "ma", "1", "berlin", "e", "."];
const searches = ["a", "e", "an er", "a e i o r n s t l m", "zqzqzq", "mar", "1", "example com", "q", "anna maria"];
const emails = ["a@example.com", "zq@example.com"];
const times = ["2020-01-01T00:00:00Z", "2024-06-01T00:00:00Z", "2035-01-01T00:00:00Z"];

const kinds: readonly (readonly [RegExp, IdKind])[] = [
  [/pricelist/i, "priceList"],
  [/group/i, "customerGroup"],
  [/address/i, "address"],
  [/order/i, "order"],
];

/** Returns a value of a scalar that is likely to be expensive. */
export function scalarValue(random: Random, place: Place): unknown {
  switch (place.type) {
    case "ID":
      return idFor(random, place);
    case "Int":
      return intFor(random, place);
    case "Boolean":
      return random.below(2) === 0;
    case "DateTime":
      return random.pick(times);
    case "JSON":
      return random.pick<unknown>([1, "a", { a: 1 }, null]);
    case "JSONObject":
      return random.pick([{ a: 1 }, { text: "$letters:60000" }]);
    default:
      return textFor(random, place);
  }
}

function idFor(random: Random, { name, owner }: Place): string {
  const meant = [name, owner].map((text) => kinds.find(([pattern]) => pattern.test(text))?.[1]).find(Boolean);
  return `$${meant ?? "customer"}:${random.pick([0, 1, 2, 3, random.below(10_000)])}`;
}

function intFor(random: Random, { name }: Place): number {
  if (name === "offset") return random.pick([0, 1_000, 10_000]);
  if (name === "first" || name === "last") return random.pick([1, 10, 50, 250, 250]);
  return random.pick([0, 1, 2, 1_000]);
}

function textFor(random: Random, { name }: Place): string | string[] {
  if (name === "search") return random.pick(searches);
  if (/email/i.test(name)) return random.pick(emails);
  if (/password/i.test(name)) return "correct horse battery staple";
  if (/country/i.test(name)) return "DE";
  if (/currency/i.test(name)) return "EUR";
  if (/amount|total/i.test(name)) return "10.00";
  if (name === "path") return random.pick(["a", "text", "erp"]);
  return random.pick([...texts, ...emails]);
}
