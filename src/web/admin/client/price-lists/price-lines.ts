import type { UserError } from "../forms/payload.js";
import type { PriceListPriceInput } from "../generated/schema.js";

interface Price {
  readonly variantId: string;
  readonly currencyCode: string;
  readonly amount: string;
  readonly minQuantity: number | null;
  readonly maxQuantity: number | null;
}

/** Writes prices as lines: `variant_1; EUR; 10.00; 1; 9`. */
export function priceLines(prices: readonly Price[]): string {
  return prices
    .map(({ variantId, currencyCode, amount, minQuantity, maxQuantity }) => {
      const values = [variantId, currencyCode, amount, minQuantity ?? "", maxQuantity ?? ""];
      return values.join("; ").replace(/[; ]+$/, "");
    })
    .join("\n");
}

/** The prices of the lines, and the number of the line of each. */
interface ParsedLines {
  readonly prices: PriceListPriceInput[];
  readonly lines: number[];
  readonly errors: UserError[];
}

const names = ["variant", "currency", "amount", "lowest quantity", "highest quantity"] as const;

/** The names in lines of the fields of a price. */
const namesOfFields: Readonly<Record<string, (typeof names)[number]>> = {
  variantId: "variant",
  currencyCode: "currency",
  amount: "amount",
  minQuantity: "lowest quantity",
  maxQuantity: "highest quantity",
};

/** Parses lines with semicolons or, as a spreadsheet copies them, tabs. Empty lines are skipped. */
export function parsePriceLines(text: string): ParsedLines {
  const parsed: ParsedLines = { prices: [], lines: [], errors: [] };
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const values = line.split(/[;\t]/).map((value) => value.trim());
    const [variantId = "", currencyCode = "", amount = "", min = "", max = ""] = values;
    const problems = problemsOf(values);
    parsed.errors.push(...problems.map((problem) => ({ message: `Line ${index + 1}${problem}`, path: [] })));
    parsed.lines.push(index + 1);
    parsed.prices.push({
      variantId,
      currencyCode,
      amount,
      ...(min !== "" && { minQuantity: Number(min) }),
      ...(max !== "" && { maxQuantity: Number(max) }),
    });
  }
  return parsed;
}

/** Returns what is wrong with the values of a line. The server checks the rest. */
function problemsOf(values: readonly string[]): string[] {
  if (values.length === 1) return [": separate the values by semicolons or tabs."];
  if (values.slice(names.length).some((value) => value !== "")) return [": there are more than 5 values."];
  const [variant, currency, amount = "", min = "", max = ""] = values;
  return [
    ...(variant === "" ? [", variant: it is missing."] : []),
    ...(currency === "" ? [", currency: it is missing."] : []),
    ...(amount === "" ? [", amount: it is missing."] : []),
    ...(amount.includes(",") ? [", amount: write it with a point and without commas, such as 5.50."] : []),
    ...[min, max].flatMap((quantity, index) =>
      /^\d{0,9}$/.test(quantity) ? [] : [`, ${names[3 + index]}: it must be a whole number.`],
    ),
  ];
}

/** Names the line and the value in the message of an error of the API. */
export function atLine({ message, path }: UserError, lines: readonly number[]): UserError {
  const [, list, index, field = ""] = path;
  const line = list === "prices" ? lines[Number(index)] : undefined;
  if (line === undefined) return { message, path: [] };
  const name = namesOfFields[field];
  return { message: `Line ${line}${name === undefined ? "" : `, ${name}`}: ${message}`, path: [] };
}
