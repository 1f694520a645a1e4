import fc from "fast-check";
import { Prisma } from "../../src/database/generated/client.js";
import { defaultLimits } from "../../src/execution/limits/limits.js";
import { givenOrders } from "../order/order.steps.js";
import type { CustomerFilter, OrderFilter } from "../support/generated/graphql.js";
import { givenAddresses, givenCustomers, idsOf } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { type FilteredCustomer, matches } from "./filter-meaning.js";
import { customersMatching } from "./matching.js";

// Compares the evaluation of filters in memory with the result of the database, for generated rows.

const words = ["ada", "Ada", "ÁDA", "a%", "a_", "a\\", "ß'", "Ж"];
const word = fc.constantFrom(...words);
const moment = fc.constantFrom("2024-01-01T00:00:00.000Z", "2024-01-02T00:00:00.000Z", "2024-01-03T00:00:00.000Z");
const creator = fc.constantFrom("user_1", "user_2", "apk_1");
const flag = fc.boolean();

const status = fc.constantFrom("PENDING" as const, "COMPLETED" as const);

const order = fc.record({ status, displayId: fc.option(word), placedAt: moment });

const row = fc.record({
  firstName: fc.option(word),
  companyName: fc.option(word),
  hasAccount: flag,
  createdBy: fc.option(creator),
  createdAt: moment,
  metadata: fc.option(
    fc.record({ tier: fc.option(fc.constantFrom("gold", "tin")) }, { requiredKeys: [], noNullPrototype: true }),
  ),
  cities: fc.array(fc.option(word), { maxLength: 3 }),
  orders: fc.array(order, { maxLength: 3 }),
});

/** Only `eq` and `ne` accept null. */
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 4 });
const list = <T>(value: fc.Arbitrary<T>) => fc.array(value, { maxLength: 3 });
const part = fc.oneof(word, fc.constantFrom("a", "D", "%", "_", "\\", "'", "", "ж", "á"));

/** Some of these conditions, because all of them together rarely match a row. */
function few<T extends object>(conditions: { [Name in keyof T]: fc.Arbitrary<T[Name]> }): fc.Arbitrary<Partial<T>> {
  const names = Object.keys(conditions) as (keyof T & string)[];
  return fc.subarray(names, { maxLength: Math.min(2, names.length) }).chain((chosen) => {
    const entries = chosen.map((name) => fc.tuple(fc.constant(name), conditions[name]));
    return fc.tuple(...entries).map((pairs) => Object.fromEntries(pairs) as Partial<T>);
  });
}

const exactly = <T>(value: fc.Arbitrary<T>) => ({
  eq: maybe(value),
  ne: maybe(value),
  in: list(value),
  notIn: list(value),
});
const text = few({
  ...exactly(word),
  contains: part,
  startsWith: part,
  endsWith: part,
  isNull: flag,
});
const time = { eq: maybe(moment), lt: moment, lte: moment, gt: moment, gte: moment };
const tier = fc.record({ path: fc.constant<string[]>(["tier"]), equals: fc.constantFrom("gold", null) });
const hasTier = fc.record({ path: fc.constant<string[]>(["tier"]), exists: flag });
const city = few({ city: text });

const orderFields: fc.Arbitrary<OrderFilter> = few({ status, displayId: text, placedAt: few(time) });
const orders: fc.Arbitrary<OrderFilter> = fc.oneof(
  { weight: 3, arbitrary: orderFields },
  { weight: 1, arbitrary: fc.record({ or: fc.array(orderFields, { maxLength: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ not: orderFields }) },
);

const fields: fc.Arbitrary<CustomerFilter> = few({
  firstName: text,
  companyName: text,
  hasAccount: flag,
  createdBy: few(exactly(creator)),
  createdAt: few({ ...time, isNull: flag }),
  metadata: fc.array(fc.oneof(tier, hasTier), { maxLength: 2 }),
  addresses: few({ some: city, none: city, every: city }),
  orders: few({ some: orders, none: orders, every: orders }),
});
const { filter } = fc.letrec<{ filter: CustomerFilter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    { weight: 3, arbitrary: fields },
    { weight: 1, arbitrary: fc.record({ and: fc.array(tie("filter"), { maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ or: fc.array(tie("filter"), { maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ not: tie("filter") }) },
  ),
}));

describe("a filter of any shape", () => {
  // Some of these filters cost more than the default limit.
  const server = useTestServer({ limits: { ...defaultLimits, cost: 100_000_000 } });

  it("matches the same rows as its reference implementation", async () => {
    const tenRows = fc.array(row, { minLength: 10, maxLength: 10 });
    const filters = fc.array(filter, { minLength: 8, maxLength: 8 });
    let matched = 0;
    const property = fc.asyncProperty(tenRows, filters, async (made, wheres) => {
      await server.reset();
      const ids = idsOf("cus", made.length);
      const rows: FilteredCustomer[] = made.map((values, index) => ({ ...values, id: ids[index] ?? "" }));
      await givenCustomers(
        server,
        rows.map(({ cities, orders: _, metadata, ...values }) => ({ ...values, metadata: metadata ?? Prisma.DbNull })),
      );
      await givenAddresses(
        server,
        rows.flatMap(({ id: customerId, cities }) =>
          cities.map((city, index) => ({ id: `cuaddr_${customerId}${index}`, customerId, city })),
        ),
      );
      await givenOrders(
        server,
        rows.flatMap(({ id: customerId, orders }) =>
          orders.map((values, index) => ({ ...values, id: `order_${customerId}${index}`, customerId })),
        ),
      );
      for (const where of wheres) {
        const expected = rows.filter((made) => matches(made, where)).map(({ id }) => id);
        expect(await customersMatching(server, where)).toEqual(expected);
        if (expected.length > 0 && expected.length < rows.length) matched += 1;
      }
    });
    await fc.assert(property, { seed: 20_240_503, numRuns: 60 });
    // Most random filters match all rows or none. Enough of them must match some rows, so that the test is useful.
    expect(matched).toBeGreaterThan(100);
  });
});
