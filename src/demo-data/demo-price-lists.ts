import { idPrefixes } from "../graphql/node/ids.js";
import type { PriceRow } from "../shop/price-list/price.type.js";
import type { DemoDataParameters } from "./demo-customers.js";
import type { DemoGroup } from "./demo-groups.js";
import { generateId } from "./demo-ids.js";
import { type DemoPeriod, dayMs } from "./demo-period.js";
import { createRandom, integerBelow, type Random } from "./random.js";

export interface DemoPriceList {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly type: string;
  readonly status: string;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly prices: readonly PriceRow[];
  readonly customerGroupIds: readonly string[];
  readonly createdAt: Date;
}

/** The values of a price list that are not random. `groups` are positions in the list of groups, which has at least six. */
interface Draft extends Pick<DemoPriceList, "title" | "type"> {
  readonly description?: string;
  readonly status?: string;
  readonly startsAt?: Date;
  readonly endsAt?: Date;
  readonly groups?: readonly number[];
}

/** The price list has applied for about two months. */
const appPricesDays = 61;

/** Returns the drafts for a period. At its end, the summer sale is over and the winter sale has not started. */
function draftsOf({ end }: DemoPeriod): Draft[] {
  const year = new Date(end).getUTCFullYear();
  const summer = Date.UTC(year, 8, 1) <= end ? year : year - 1;
  const winter = Date.UTC(year, 11, 26) > end ? year : year + 1;
  return [
    { title: "Everyday low prices", type: "SALE" },
    {
      title: "Loyalty prices",
      type: "OVERRIDE",
      groups: [3, 4],
      description: "For the loyalty levels silver and gold.",
    },
    {
      title: "Newsletter summer sale",
      type: "SALE",
      groups: [0],
      startsAt: new Date(Date.UTC(summer, 5, 1)),
      endsAt: new Date(Date.UTC(summer, 8, 1)),
    },
    { title: "Prices in the app", type: "SALE", groups: [5], startsAt: new Date(end - appPricesDays * dayMs) },
    {
      title: "Winter sale",
      type: "SALE",
      status: "DRAFT",
      startsAt: new Date(Date.UTC(winter, 11, 26)),
      endsAt: new Date(Date.UTC(winter + 1, 1, 1)),
    },
  ];
}

// Another seed than that of the customers, so that the price lists get other random numbers.
const seedOffset = 0xc2b2ae35;

/** Generates the price lists. Some of them apply only to members of groups. */
export function generatePriceLists(
  { seed, period }: DemoDataParameters,
  groups: readonly DemoGroup[],
): DemoPriceList[] {
  const drafts = draftsOf(period);
  const random = createRandom(seed + seedOffset);
  return drafts.map(({ groups: positions = [], ...draft }, index) => {
    // Times differ by a day, so that the ids sort in the order of the price lists. All are before the first customer.
    const createdAt = period.start - (drafts.length - index) * dayMs;
    return {
      description: null,
      status: "ACTIVE",
      startsAt: null,
      endsAt: null,
      ...draft,
      id: generateId(random, period, idPrefixes.PriceList, createdAt),
      prices: generatePrices(random),
      customerGroupIds: positions.flatMap((position) => groups[position]?.id ?? []).sort(),
      createdAt: new Date(createdAt),
    };
  });
}

const variantCount = 20;

/** Generates prices in two currencies. The price in euros is lower for ten pieces or more. */
function generatePrices(random: Random): PriceRow[] {
  return Array.from({ length: variantCount }, (_, index) => {
    const variantId = `variant_demo_${String(index + 1).padStart(2, "0")}`;
    const cents = 500 + integerBelow(random, 9500);
    const price = (currencyCode: string, share: number, minQuantity: number | null, maxQuantity: number | null) => {
      const amount = ((cents * share) / 100).toFixed(2);
      return { variantId, currencyCode, amount, minQuantity, maxQuantity };
    };
    return [price("EUR", 1, null, 9), price("EUR", 0.9, 10, null), price("USD", 1.1, null, null)];
  }).flat();
}
