/**
 * A number in JSON or in a document that JavaScript cannot hold: the shortest text of its double is another number, as for
 * ids of 19 digits. A symbol stands where the number stood. Neither JSON nor GraphQL has symbols, and like a number they are
 * no objects, lists or texts: all types but JSON refuse them as they refuse any other number.
 */
export type InexactNumber = symbol;

export function isInexactNumber(value: unknown): value is InexactNumber {
  return typeof value === "symbol";
}

/**
 * A replacer for `JSON.stringify`, which leaves symbols out: the JSON it gives is unlike that of any number, and of the text
 * with the same digits.
 */
export function showInexactNumber(_key: string, value: unknown): unknown {
  return isInexactNumber(value) ? { inexactNumber: value.description } : value;
}

/** Texts with so few characters have so few digits that their double tells them apart from every other. */
const maxExactCharacters = 15;

/** A number as JSON and GraphQL write it. */
export function readNumber(text: string): number | InexactNumber {
  const value = Number(text);
  const isShort = text.length <= maxExactCharacters && !/[eE]/.test(text);
  return isShort || isSameDecimal(text, String(value)) ? value : Symbol(text);
}

const partsOfNumber = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Whether two texts of one sign mean the same number. */
function isSameDecimal(text: string, other: string): boolean {
  const [decimal, otherDecimal] = [decimalOf(text), decimalOf(other)];
  if (decimal?.digits !== otherDecimal?.digits) return false;
  return decimal?.digits === "" || decimal?.exponent === otherDecimal?.exponent;
}

/** A number as its digits without zeros around them, and the power of ten that they count. Infinity is none. */
function decimalOf(text: string): { readonly digits: string; readonly exponent: number } | undefined {
  const [, whole, fraction = "", exponent = "0"] = partsOfNumber.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const all = (whole + fraction).replace(/^0+/, "");
  let end = all.length;
  while (all[end - 1] === "0") end -= 1;
  return { digits: all.slice(0, end), exponent: Number(exponent) - fraction.length + all.length - end };
}
