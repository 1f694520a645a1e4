import { type Market, markets } from "./markets.data.js";
import { integerBelow, pick, type Random } from "./random.js";

/** An invented person who lives in a market of the demo shop. */
export interface DemoPerson {
  readonly firstName: string;
  readonly lastName: string;
  readonly market: Market;
}

/** Generates a person with a random name, from the common names of the market. */
export function generatePerson(random: Random): DemoPerson {
  const market = pickMarket(random);
  const { first, last } = pick(random, market.cultures);
  return { firstName: pick(random, first), lastName: pick(random, last), market };
}

/** Returns a random market. The first markets of the list have several times as many customers as the last ones. */
export function pickMarket(random: Random): Market {
  return pick(random, markets, 1.5);
}

/** Generates a phone number that does not exist, with the area code 000. */
export function generatePhone(random: Random, callingCode: string): string {
  const digits = String(integerBelow(random, 10_000_000)).padStart(7, "0");
  return `+${callingCode} 000 ${digits.slice(0, 3)} ${digits.slice(3)}`;
}
