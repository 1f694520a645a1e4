/**
 * A number in JSON or a document that JavaScript cannot represent exactly, such as an id of 19 digits: the shortest text of
 * its double is another number. A symbol replaces the number. Neither JSON nor GraphQL has symbols. A symbol is not an
 * object, list or string, so all types but JSON reject it in the same way as any other number.
 */
export type InexactNumber = symbol;

export function isInexactNumber(value: unknown): value is InexactNumber {
  return typeof value === "symbol";
}

/**
 * A replacer for `JSON.stringify`, which omits symbols. Its output differs from that of every number and of the string with
 * the same digits.
 */
export function showInexactNumber(_key: string, value: unknown): unknown {
  return isInexactNumber(value) ? { inexactNumber: value.description } : value;
}

/** A number with at most this many characters always has an exact double. */
const maxExactCharacters = 15;

/** Reads a number in the format of JSON and GraphQL. */
export function readNumber(text: string): number | InexactNumber {
  const value = Number(text);
  const isShort = text.length <= maxExactCharacters && !/[eE]/.test(text);
  return isShort || isSameDecimal(text, String(value)) ? value : Symbol(text);
}

const partsOfNumber = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** True if two texts with the same sign represent the same number. */
function isSameDecimal(text: string, other: string): boolean {
  const [decimal, otherDecimal] = [decimalOf(text), decimalOf(other)];
  if (decimal?.digits !== otherDecimal?.digits) return false;
  return decimal?.digits === "" || decimal?.exponent === otherDecimal?.exponent;
}

/**
 * Splits a number into its digits, without leading and trailing zeros, and its power of ten. Returns undefined for Infinity.
 */
function decimalOf(text: string): { readonly digits: string; readonly exponent: number } | undefined {
  const [, whole, fraction = "", exponent = "0"] = partsOfNumber.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const all = (whole + fraction).replace(/^0+/, "");
  let end = all.length;
  while (all[end - 1] === "0") end -= 1;
  return { digits: all.slice(0, end), exponent: Number(exponent) - fraction.length + all.length - end };
}
