import { idPrefixes } from "../graphql/node/ids.js";
import { generateId } from "./demo-ids.js";
import type { DemoPeriod } from "./demo-period.js";
import { type DemoPerson, generatePhone, pickMarket } from "./demo-person.js";
import { chance, integerBelow, pick, type Random } from "./random.js";

export interface DemoAddress {
  readonly id: string;
  readonly addressName: string | null;
  readonly isDefaultShipping: boolean;
  readonly isDefaultBilling: boolean;
  readonly company: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly address1: string;
  readonly address2: string | null;
  readonly city: string;
  readonly province: string | null;
  readonly postalCode: string | null;
  readonly countryCode: string;
  readonly phone: string | null;
  readonly createdAt: Date;
}

/** The customer for whom addresses are generated. */
interface Owner {
  readonly person: DemoPerson;
  readonly companyName: string | null;
  readonly createdAt: number;
  readonly count: number;
}

/** Generates the addresses of a customer. Most customers have a default for each role, usually the same address. */
export function generateAddresses(random: Random, period: DemoPeriod, owner: Owner): DemoAddress[] {
  const hasDefaults = chance(random, 0.9);
  const billingPosition = owner.count > 1 && chance(random, 0.3) ? 1 : 0;
  return Array.from({ length: owner.count }, (_, position) => ({
    ...generateAddress(random, period, owner, position),
    isDefaultShipping: hasDefaults && position === 0,
    isDefaultBilling: hasDefaults && position === billingPosition,
  }));
}

const addressNames = ["Home", "Office", "Parents", "Holiday house", "Warehouse"];

function generateAddress(
  random: Random,
  period: DemoPeriod,
  { person, companyName, createdAt }: Owner,
  position: number,
) {
  const market = chance(random, 0.85) ? person.market : pickMarket(random);
  const [city, province, postalPattern] = pick(random, market.places);
  // Times differ by a millisecond, so that the ids sort in the order of the addresses.
  const time = createdAt + position;
  return {
    id: generateId(random, period, idPrefixes.Address, time),
    addressName: chance(random, 0.4) ? (addressNames[position] ?? null) : null,
    company: position === 1 ? companyName : null,
    firstName: person.firstName,
    lastName: person.lastName,
    address1: pick(random, market.streets).replace("{n}", String(1 + integerBelow(random, 150))),
    address2: chance(random, 0.1) ? `${1 + integerBelow(random, 9)}/${1 + integerBelow(random, 40)}` : null,
    city,
    province,
    postalCode: postalPattern === null ? null : fillPattern(random, postalPattern),
    countryCode: market.countryCode,
    phone: chance(random, 0.25) ? generatePhone(random, market.callingCode) : null,
    createdAt: new Date(time),
  };
}

// The letters that are allowed at each position of a Dutch, British, Irish, Canadian or Argentinian postal code.
const postalLetters = [..."AEHNPRTXY"];

// Creates a postal code of the right form. It has no digit 0. An Irish or Argentinian code may not exist.
function fillPattern(random: Random, pattern: string): string {
  return pattern.replace(/[#@]/g, (place) =>
    place === "#" ? String(1 + integerBelow(random, 9)) : pick(random, postalLetters),
  );
}
