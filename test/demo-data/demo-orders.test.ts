import { generateCustomers } from "../../src/demo-data/demo-customers.js";
import { generateGroups } from "../../src/demo-data/demo-groups.js";
import { createOrderGenerator, type DemoOrder } from "../../src/demo-data/demo-orders.js";
import { demoPeriodBefore } from "../../src/demo-data/demo-period.js";
import { generatePriceLists } from "../../src/demo-data/demo-price-lists.js";
import { decimalsOf } from "../../src/shop/currency/currency.data.js";
import { fixedPeriod, givenParameters } from "./demo-parameters.js";

const count = 2000;
const customers = [...generateCustomers(givenParameters(count))];
const make = (seed: number): DemoOrder[] => customers.flatMap(createOrderGenerator(givenParameters(count, seed)));
const orders = make(1);

describe("the orders of demo customers", () => {
  it("are the same for the same seed, and others for another seed", () => {
    expect(make(1)).toEqual(orders);
    expect(make(2).map(({ id }) => id)).not.toEqual(orders.map(({ id }) => id));
  });

  it("are one and a half per customer on average, zero to nine each, all with unique ids", () => {
    expect(orders).toHaveLength(count * 1.5);
    const counts = new Map(customers.map(({ id }) => [id, 0]));
    for (const { customerId } of orders) counts.set(customerId, (counts.get(customerId) ?? 0) + 1);
    expect(new Set(counts.values())).toEqual(new Set([0, 1, 2, 3, 5, 9]));
    expect(new Set(orders.map(({ id }) => id)).size).toBe(orders.length);
    for (const { id } of orders) expect(id).toMatch(/^order_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  });

  it("are later than their customer and before the end of the period, with valid currencies and amounts", () => {
    const createdAt = new Map(customers.map((customer) => [customer.id, customer.createdAt]));
    for (const { customerId, placedAt, currencyCode, total } of orders) {
      expect(placedAt.getTime()).toBeGreaterThanOrEqual(createdAt.get(customerId)?.getTime() ?? Number.NaN);
      expect(placedAt.getTime()).toBeLessThan(fixedPeriod.end);
      const decimals = decimalsOf(currencyCode) ?? Number.NaN;
      expect(total).toMatch(decimals === 0 ? /^[1-9]\d*$/ : new RegExp(`^\\d+\\.\\d{${decimals}}$`));
    }
    expect(new Set(orders.map(({ currencyCode }) => currencyCode)).size).toBeGreaterThan(20);
    expect(new Set(orders.map(({ status }) => status))).toEqual(
      new Set(["PENDING", "COMPLETED", "ARCHIVED", "CANCELED", "REQUIRES_ACTION"]),
    );
  });
});

describe("generatePriceLists", () => {
  const groups = [...generateGroups(givenParameters(10))];
  const make = (seed: number, period = fixedPeriod) =>
    generatePriceLists({ ...givenParameters(10, seed), period }, groups);

  it("generates the same price lists for the same seed, and others for another seed", () => {
    expect(make(1)).toEqual(make(1));
    expect(make(2)[0]?.prices).not.toEqual(make(1)[0]?.prices);
  });

  it.each([
    ["2026-11-01", "2026-06-01", "2026-09-01", "2026-09-01", "2026-12-26", "2027-02-01"],
    ["2027-01-10", "2026-06-01", "2026-09-01", "2026-11-10", "2027-12-26", "2028-02-01"],
    ["2027-07-01", "2026-06-01", "2026-09-01", "2027-05-01", "2027-12-26", "2028-02-01"],
    ["2027-09-01", "2027-06-01", "2027-09-01", "2027-07-02", "2027-12-26", "2028-02-01"],
    ["2027-12-26", "2027-06-01", "2027-09-01", "2027-10-26", "2028-12-26", "2029-02-01"],
  ])("generates an ended summer sale and a later winter sale for a period until %s", (until, ...expected) => {
    const dates = make(1, demoPeriodBefore(new Date(until))).flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]);
    expect(dates.flatMap((date) => date?.toISOString().slice(0, 10) ?? [])).toEqual(expected);
  });

  it("generates five with different conditions, also if there are few groups", () => {
    const priceLists = make(1);
    expect(priceLists.map(({ customerGroupIds }) => customerGroupIds.length)).toEqual([0, 2, 1, 1, 0]);
    const groupIds = groups.map(({ id }) => id);
    for (const { customerGroupIds } of priceLists)
      expect(groupIds).toEqual(expect.arrayContaining([...customerGroupIds]));
    const ids = priceLists.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
    for (const id of ids) expect(id).toMatch(/^plist_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  });
});
