import { type Market, markets } from "./markets.data.js";
import { integerBelow, pick, type Random } from "./random.js";

/** An invented person who lives in a market of the demo shop. */
export interface DemoPerson {
  readonly firstName: string;
  readonly lastName: string;
  readonly market: Market;
}

/** Names are put together at random from the common ones of the market. */
export function generatePerson(random: Random): DemoPerson {
  const market = pickMarket(random);
  const { first, last } = pick(random, market.cultures);
  return { firstName: pick(random, first), lastName: pick(random, last), market };
}

/** A market; the first of the list have several times the customers of the last. */
export function pickMarket(random: Random): Market {
  return pick(random, markets, 1.5);
}

/** Generates a phone number that cannot exist: no area code is 000. */
export function generatePhone(random: Random, callingCode: string): string {
  const digits = String(integerBelow(random, 10_000_000)).padStart(7, "0");
  return `+${callingCode} 000 ${digits.slice(0, 3)} ${digits.slice(3)}`;
}
