import fc from "fast-check";
import { Prisma } from "../../src/database/generated/client.js";
import type { ChangeFilter } from "../../src/shop/history/change.args.js";
import { changeList, readableChange } from "../../src/shop/history/change.list.js";
import type { ReadableChange } from "../../src/shop/history/change.type.js";
import { matchesFilter } from "../../src/shop/history/change-match.js";
import { useTestServer } from "../support/server.js";

// Subscriptions evaluate filters in memory and queries in the database. Both must match the same changes.

const moment = fc
  .constantFrom("2024-01-01T00:00:00.000Z", "2024-01-01T00:00:00.001Z", "2024-01-02T00:00:00.000Z")
  .map((text) => new Date(text));
const action = fc.constantFrom("CREATED", "UPDATED", "MEMBER_ADDED", "MEMBER_REMOVED");
const subjectType = fc.constantFrom("CUSTOMER", "ADDRESS", "CUSTOMER_GROUP");
// The same id may stand for a customer, a group or an address.
const id = fc.constantFrom("cus_1", "CUS_1", "cus_2", "é");

const group = id.map((groupId) => ({ name: "group_id", after: groupId }));
const leftGroup = id.map((groupId) => ({ name: "group_id", before: groupId }));
const name = id.map((text) => ({ name: "first_name", before: null, after: text }));
const row = fc.oneof(
  fc.record({
    at: moment,
    action: fc.constantFrom("CREATED", "UPDATED"),
    subjectType,
    subjectId: id,
    actorId: id,
    fields: fc.array(fc.oneof(name, group), { maxLength: 2 }),
  }),
  fc.record({
    at: moment,
    action: fc.constantFrom("MEMBER_ADDED", "MEMBER_REMOVED"),
    subjectType: fc.constant("CUSTOMER"),
    subjectId: id,
    actorId: id,
    fields: fc.tuple(fc.oneof(group, leftGroup)),
  }),
);

const farAway = fc.constantFrom("-000001-01-01T00:00:00.000Z", "+010000-01-01T00:00:00.000Z");
const bound = fc.option(
  fc.oneof(
    { weight: 5, arbitrary: moment },
    farAway.map((text) => new Date(text)),
  ),
  { freq: 9 },
);
const wantedId = fc.option(fc.oneof({ weight: 5, arbitrary: id }, fc.constantFrom("", "cus_\0", "\ud800", "e\u0301")));
const where = fc.record(
  {
    action: fc.option(action, { freq: 1 }),
    subjectType: fc.option(subjectType, { freq: 1 }),
    subjectId: fc.option(wantedId, { freq: 1 }),
    actorId: fc.option(wantedId, { freq: 1 }),
    customerId: wantedId,
    customerGroupId: wantedId,
    at: fc.option(
      fc.record(
        { eq: bound, lt: bound, lte: bound, gt: bound, gte: bound, isNull: fc.option(fc.boolean()) },
        { requiredKeys: [], noNullPrototype: true },
      ),
      { freq: 1 },
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
) as fc.Arbitrary<ChangeFilter>;

describe("a filter of changes of any shape", () => {
  const server = useTestServer();

  it("matches the same changes in a subscription and in the database", async () => {
    const { prisma } = server.testDatabase.database;
    const rows = fc.sample(fc.tuple(row, fc.option(id)), { seed: 20_260_401, numRuns: 100 });
    for (const [index, [{ at, action, subjectType, subjectId, actorId, fields }, owner]] of rows.entries()) {
      const customerId = subjectType === "ADDRESS" ? owner : null;
      await prisma.$executeRaw`
        INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, fields, customer_id)
        VALUES (${index + 1_000}, change_id(${at}, ${index + 1_000}), ${at}, ${action}, ${subjectType}, ${subjectId}, 'USER', ${actorId}, ${JSON.stringify(fields)}::jsonb, ${customerId})`;
    }
    const all = await matching(undefined);
    const telling = { all: 0, customerId: 0, customerGroupId: 0, both: 0 };
    const property = fc.asyncProperty(where, async (filter) => {
      const expected = await matching(filter);
      expect(all.filter((change) => matchesFilter(change, filter))).toEqual(expected);
      if (expected.length === 0 || expected.length === all.length) return;
      const { customerId, customerGroupId } = filter;
      telling.all += 1;
      if (customerId) telling.customerId += 1;
      if (customerGroupId) telling.customerGroupId += 1;
      if (customerId && customerGroupId) telling.both += 1;
    });
    await fc.assert(property, { seed: 20_260_402, numRuns: 400 });
    expect(telling.all).toBeGreaterThan(100);
    for (const count of Object.values(telling)) expect(count).toBeGreaterThan(10);

    /** A change that two parts of the list match would be twice in the result. */
    function matching(filter: ChangeFilter | undefined): Promise<ReadableChange[]> {
      const rows = changeList.rows({ direction: "ASC", ...(filter && { where: filter }) });
      const { from, condition, parts = [Prisma.sql`true`] } = rows;
      const matches = parts.map((part) => Prisma.sql`SELECT h.* FROM ${from} WHERE ${condition} AND ${part}`);
      return prisma.$queryRaw<ReadableChange[]>(
        Prisma.sql`SELECT ${readableChange} FROM (${Prisma.join(matches, " UNION ALL ")}) AS h ORDER BY h.sequence`,
      );
    }
  });
});
