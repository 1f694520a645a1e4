import { idPrefixes } from "../graphql/node/ids.js";
import { decimalsOf } from "../shop/currency/currency.data.js";
import type { DemoCustomer, DemoDataParameters } from "./demo-customers.js";
import { generateId } from "./demo-ids.js";
import { type DemoPeriod, dayMs, timeAfter } from "./demo-period.js";
import { chance, createRandom, pick, type Random, shuffle } from "./random.js";

export interface DemoOrder {
  readonly id: string;
  readonly customerId: string;
  readonly status: string;
  readonly email: string | null;
  readonly currencyCode: string;
  readonly total: string;
  readonly placedAt: Date;
  readonly metadata: Readonly<Record<string, unknown>> | null;
}

// Twenty customers have thirty orders.
const countsOfTwentyCustomers = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 5, 9];

// Another seed than that of the customers, so that the orders get other random numbers.
const seedOffset = 0x85ebca6b;

/**
 * Creates a function that generates the orders of a customer. Equal parameters and customers, in the same order, create equal
 * orders. They have no numbers yet, because numbers rise with time among all customers.
 */
export function createOrderGenerator({ seed, period }: DemoDataParameters): (customer: DemoCustomer) => DemoOrder[] {
  const random = createRandom(seed + seedOffset);
  let counts: number[] = [];
  return (customer) => {
    if (counts.length === 0) counts = shuffle(random, countsOfTwentyCustomers);
    return Array.from({ length: counts.pop() ?? 0 }, () => generateOrder(random, period, customer));
  };
}

function generateOrder(
  random: Random,
  period: DemoPeriod,
  { id, email, createdAt, addresses }: DemoCustomer,
): DemoOrder {
  const placedAt = timeAfter(random, period, createdAt.getTime(), 365);
  const [currencyCode, rate] = currencies[addresses[0]?.countryCode ?? ""] ?? euro;
  return {
    id: generateId(random, period, idPrefixes.Order, placedAt),
    customerId: id,
    status: pickStatus(random, period, placedAt),
    email,
    currencyCode,
    // Most orders are small.
    total: ((5 + random() ** 3 * 495) * rate).toFixed(decimalsOf(currencyCode)),
    placedAt: new Date(placedAt),
    metadata: chance(random, 0.2) ? { channel: pick(random, ["web", "app", "store"]) } : null,
  };
}

const statuses = ["COMPLETED", "ARCHIVED", "CANCELED", "REQUIRES_ACTION"];

/** Orders of the last two weeks are pending. Most others are completed. */
function pickStatus(random: Random, { end }: DemoPeriod, placedAt: number): string {
  if (placedAt > end - 14 * dayMs) return "PENDING";
  return pick(random, statuses, 5);
}

const euro = ["EUR", 1] as const;

/** The currency of each market without the euro, and its approximate rate for one euro. */
const currencies: Readonly<Record<string, readonly [code: string, rate: number]>> = {
  us: ["USD", 1.1],
  gb: ["GBP", 0.85],
  jp: ["JPY", 165],
  ca: ["CAD", 1.5],
  au: ["AUD", 1.65],
  pl: ["PLN", 4.3],
  br: ["BRL", 6],
  in: ["INR", 92],
  se: ["SEK", 11.3],
  ch: ["CHF", 0.95],
  dk: ["DKK", 7.5],
  no: ["NOK", 11.6],
  cz: ["CZK", 25],
  hu: ["HUF", 400],
  ro: ["RON", 5],
  tr: ["TRY", 38],
  ua: ["UAH", 45],
  mx: ["MXN", 21],
  ar: ["ARS", 1100],
  kr: ["KRW", 1500],
  cn: ["CNY", 7.8],
  sg: ["SGD", 1.45],
  vn: ["VND", 27_000],
  za: ["ZAR", 20],
  ng: ["NGN", 1700],
  il: ["ILS", 4],
  eg: ["EGP", 54],
  ae: ["AED", 4],
  hk: ["HKD", 8.5],
  nz: ["NZD", 1.8],
  is: ["ISK", 150],
};
