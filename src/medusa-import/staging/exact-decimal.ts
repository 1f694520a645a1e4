/** A decimal number with all its digits: `digits` / 10 ^ `scale`. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;
const maxWholeDigits = 18;

/** Returns an amount with exactly this number of decimals. Null if it has more, if it is no number, or if it is too large. */
export function exactAmount(text: string, decimals: number): string | null {
  const parsed = parse(text);
  if (parsed === null) return null;
  const { digits, scale } = parsed;
  if (scale <= decimals) return format(digits * 10n ** BigInt(decimals - scale), decimals);
  const divisor = 10n ** BigInt(scale - decimals);
  return digits % divisor === 0n ? format(digits / divisor, decimals) : null;
}

/** Returns an amount rounded half up (away from zero) to this number of decimals. Null if it is no number or too large. */
export function roundedAmount(text: string, decimals: number): string | null {
  const parsed = parse(text);
  if (parsed === null || parsed.scale <= decimals) return exactAmount(text, decimals);
  const divisor = 10n ** BigInt(parsed.scale - decimals);
  const size = parsed.digits < 0n ? -parsed.digits : parsed.digits;
  const rounded = (size + divisor / 2n) / divisor;
  return format(parsed.digits < 0n ? -rounded : rounded, decimals);
}

/** Returns an integer in the smallest unit as an amount. Null if it is no integer or too large. */
export function amountOfSmallestUnits(text: string, decimals: number): string | null {
  const units = exactAmount(text, 0);
  return units === null ? null : format(BigInt(units), decimals);
}

/** Returns an integer. Null if the number has a fraction or is too large for a 32-bit integer. */
export function exactInteger(text: string): number | null {
  const integer = Number(exactAmount(text, 0) ?? Number.NaN);
  return Math.abs(integer) < 2 ** 31 ? integer : null;
}

function parse(text: string): Decimal | null {
  const [, sign, whole = "", fraction = "", exponent = "0"] = form.exec(text.trim()) ?? [];
  if (sign === undefined || whole + fraction === "") return null;
  const digits = BigInt(`${sign === "-" ? "-" : ""}${whole}${fraction}`);
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

function format(digits: bigint, decimals: number): string | null {
  const text = String(digits < 0n ? -digits : digits).padStart(decimals + 1, "0");
  const whole = text.slice(0, text.length - decimals);
  if (whole.length > maxWholeDigits) return null;
  const places = decimals === 0 ? "" : `.${text.slice(text.length - decimals)}`;
  return `${digits < 0n ? "-" : ""}${whole}${places}`;
}
