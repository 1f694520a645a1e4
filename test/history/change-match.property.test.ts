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
const action = fc.constantFrom("CREATED", "UPDATED", "MEMBER_ADDED");
const subjectType = fc.constantFrom("CUSTOMER", "ADDRESS");
const id = fc.constantFrom("cus_1", "CUS_1", "cus_2", "é");

const row = fc.record({ at: moment, action, subjectType, subjectId: id, actorId: id });

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
    action: fc.option(action),
    subjectType: fc.option(subjectType),
    subjectId: wantedId,
    actorId: wantedId,
    at: fc.option(
      fc.record(
        { eq: bound, lt: bound, lte: bound, gt: bound, gte: bound, isNull: fc.option(fc.boolean()) },
        { requiredKeys: [], noNullPrototype: true },
      ),
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
) as fc.Arbitrary<ChangeFilter>;

describe("a filter of changes of any shape", () => {
  const server = useTestServer();

  it("matches the same changes in a subscription and in the database", async () => {
    const { prisma } = server.testDatabase.database;
    const rows = fc.sample(row, { seed: 20_260_401, numRuns: 60 });
    for (const [index, { at, action, subjectType, subjectId, actorId }] of rows.entries()) {
      await prisma.$executeRaw`
        INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, fields)
        VALUES (${index + 1_000}, change_id(${at}, ${index + 1_000}), ${at}, ${action}, ${subjectType}, ${subjectId}, 'USER', ${actorId}, '[]')`;
    }
    const all = await matching(undefined);
    let telling = 0;
    const property = fc.asyncProperty(where, async (filter) => {
      const expected = await matching(filter);
      expect(all.filter((change) => matchesFilter(change, filter))).toEqual(expected);
      if (expected.length > 0 && expected.length < all.length) telling += 1;
    });
    await fc.assert(property, { seed: 20_260_402, numRuns: 200 });
    expect(telling).toBeGreaterThan(30);

    function matching(filter: ChangeFilter | undefined): Promise<ReadableChange[]> {
      const { from, condition } = changeList.rows({ direction: "ASC", ...(filter && { where: filter }) });
      return prisma.$queryRaw<ReadableChange[]>(
        Prisma.sql`SELECT ${readableChange} FROM ${from} WHERE ${condition} ORDER BY h.sequence`,
      );
    }
  });
});
