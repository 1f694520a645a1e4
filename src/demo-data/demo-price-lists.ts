import { ulid } from "ulid";
import type { PriceRow } from "../shop/price-list/price.type.js";
import type { DemoGroup } from "./demo-groups.js";
import { demoPeriod } from "./demo-period.js";
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

/** The fixed values of a price list. `groups` are positions in the list of groups, which has at least six. */
interface Draft extends Pick<DemoPriceList, "title" | "type"> {
  readonly description?: string;
  readonly status?: string;
  readonly startsAt?: Date;
  readonly endsAt?: Date;
  readonly groups?: readonly number[];
}

const drafts: readonly Draft[] = [
  { title: "Everyday low prices", type: "SALE" },
  { title: "Loyalty prices", type: "OVERRIDE", groups: [3, 4], description: "For the loyalty levels silver and gold." },
  {
    title: "Newsletter summer sale",
    type: "SALE",
    groups: [0],
    startsAt: new Date("2026-06-01T00:00:00Z"),
    endsAt: new Date("2026-09-01T00:00:00Z"),
  },
  { title: "Prices in the app", type: "SALE", groups: [5], startsAt: new Date("2026-09-01T00:00:00Z") },
  {
    title: "Winter sale",
    type: "SALE",
    status: "DRAFT",
    startsAt: new Date("2026-12-26T00:00:00Z"),
    endsAt: new Date("2027-02-01T00:00:00Z"),
  },
];

// Another seed than that of the customers, so that the price lists get other random numbers.
const seedOffset = 0xc2b2ae35;

/** Generates the price lists. Some of them apply only to members of groups. */
export function generatePriceLists(seed: number, groups: readonly DemoGroup[]): DemoPriceList[] {
  const random = createRandom(seed + seedOffset);
  return drafts.map(({ groups: positions = [], ...draft }, index) => {
    // Times differ by a day, so that the ids sort in the order of the price lists. All are before the first customer.
    const createdAt = demoPeriod.start - (drafts.length - index) * 86_400_000;
    return {
      description: null,
      status: "ACTIVE",
      startsAt: null,
      endsAt: null,
      ...draft,
      id: `plist_${ulid(createdAt, random)}`,
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
