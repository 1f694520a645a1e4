import { refusalOf } from "../support/bad-input.js";
import type { CustomerSortField } from "../support/generated/graphql.js";
import { givenAddresses, givenCustomers, givenGroups, givenMembers, idsOf } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { addressesPage, customerGroupsPage, customersPage, membersPage } from "./lists.operations.js";

describe("cursors", () => {
  const server = useTestServer();
  const by = (field: CustomerSortField, direction: "ASC" | "DESC" = "ASC") => [{ field, direction }];
  const forged = (content: unknown) => Buffer.from(JSON.stringify(content)).toString("base64url");
  const ids = (nodes: readonly { id: string }[]) => nodes.map(({ id }) => id);

  const noCursor = "after must be a cursor that this server gave.";
  const otherList = "after must be a cursor of the same list with the same sort.";

  describe("a cursor that this server did not create for the list", () => {
    beforeEach(() => givenCustomers(server, [{ id: "cus_1" }, { id: "cus_2" }]));

    it.each([
      ["nothing", ""],
      ["a space", " "],
      ["plain text", "cus_1"],
      ["a character of base64 alone", "A"],
      ["no base64", "%%%\u0000\ud83d\ude00"],
      ["bytes that are no text", Buffer.from([0xff, 0xfe, 0x00]).toString("base64url")],
      ["brackets without an end", Buffer.from("[".repeat(100_000)).toString("base64url")],
      ["null", forged(null)],
      ["a number", forged(1)],
      ["a text", forged("Customer")],
      ["an object", forged({ 0: "Customer", 1: "ID:ASC", 2: "cus_1", length: 3 })],
      ["no position", forged(["Customer", "ID:ASC"])],
      ["a position too long", forged(["Customer", "ID:ASC", "cus_1", "cus_2"])],
      ["an id that is null", forged(["Customer", "ID:ASC", null])],
      ["an id that is a number", forged(["Customer", "ID:ASC", 1])],
      ["an id that is a list", forged(["Customer", "ID:ASC", ["cus_1"]])],
      ["an id with NUL", forged(["Customer", "ID:ASC", "cus_1\0"])],
      ["an id with half a surrogate pair", forged(["Customer", "ID:ASC", "cus_\ud800"])],
    ])("is BAD_USER_INPUT: %s", async (_, after) => {
      expect(await refusalOf(server, customersPage, { after })).toBe(noCursor);
      expect(await refusalOf(server, customersPage, { before: after })).toBe(noCursor.replace("after", "before"));
    });

    it.each([
      ["an empty list", forged([])],
      ["another list", forged(["Address", "ID:ASC", "cus_1"])],
      ["another direction", forged(["Customer", "ID:DESC", "cus_1"])],
      ["another field", forged(["Customer", "EMAIL:ASC,ID:ASC", "a@example.com", "cus_1"])],
      ["SQL", forged(["Customer", "ID:ASC; DROP TABLE customer", "cus_1"])],
      ["a list within a list", forged([["Customer"], ["ID:ASC"], "cus_1"])],
    ])("is BAD_USER_INPUT: made for %s", async (_, after) => {
      expect(await refusalOf(server, customersPage, { after })).toBe(otherList);
    });

    it.each([
      null,
      0,
      Number.MAX_SAFE_INTEGER,
      "",
      "now",
      "infinity",
      "2024-01-01",
      "2024-13-01T00:00:00.000Z",
      "2024-02-30T00:00:00.000Z",
      "2024-01-01T00:00:00.000+14:00",
      "0000-01-01T00:00:00.000Z",
      "-000001-01-01T00:00:00.000Z",
      "+275760-09-13T00:00:00.000Z",
      "+275760-09-13T00:00:00.001Z",
    ])("is BAD_USER_INPUT: with %j as a timestamp", async (moment) => {
      const after = forged(["Customer", "CREATED_AT:ASC,ID:ASC", moment, "cus_1"]);
      expect(await refusalOf(server, customersPage, { after, sort: by("CREATED_AT") })).toBe(noCursor);
    });

    it.each(["0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"])("is a valid position at %s", async (moment) => {
      const after = forged(["Customer", "CREATED_AT:ASC,ID:ASC", moment, "cus_1"]);
      const { customers } = await server.run(customersPage, { after, sort: by("CREATED_AT") });
      expect(ids(customers.nodes)).toEqual(moment < "1" ? ["cus_1", "cus_2"] : []);
    });
  });

  describe("a cursor that this server gave", () => {
    beforeEach(async () => {
      const rows = idsOf("cus", 4).map((id, index) => ({ id, firstName: `name ${index}` }));
      await givenCustomers(server, rows);
      await givenAddresses(server, [
        { id: "cuaddr_1", customerId: "cus_001" },
        { id: "cuaddr_2", customerId: "cus_001" },
      ]);
      await givenGroups(server, [{ id: "cusgroup_1" }, { id: "cusgroup_2" }]);
      await givenMembers(server, { cusgroup_1: ["cus_001", "cus_002", "cus_003"] });
    });

    const cursorOf = async (variables: Parameters<typeof server.run<unknown, object>>[1] = {}) => {
      const { customers } = await server.run(customersPage, { first: 2, ...variables });
      return customers.pageInfo.endCursor ?? "";
    };

    it.each([
      [by("ID"), by("ID", "DESC")],
      [by("FIRST_NAME"), by("LAST_NAME")],
      [by("FIRST_NAME"), by("FIRST_NAME", "DESC")],
      [by("FIRST_NAME"), [...by("FIRST_NAME"), ...by("LAST_NAME")]],
      [
        [...by("FIRST_NAME"), ...by("LAST_NAME")],
        [...by("LAST_NAME"), ...by("FIRST_NAME")],
      ],
      [by("CREATED_AT"), by("UPDATED_AT")],
    ])("for the sort %j is BAD_USER_INPUT with the sort %j", async (given, used) => {
      expect(await refusalOf(server, customersPage, { sort: used, after: await cursorOf({ sort: given }) })).toBe(
        otherList,
      );
    });

    it("is valid for every equivalent sort", async () => {
      const after = await cursorOf();
      for (const sort of [null, [], by("ID"), [...by("ID"), ...by("EMAIL", "DESC")]]) {
        const { customers } = await server.run(customersPage, { after, sort });
        expect(ids(customers.nodes)).toEqual(["cus_003", "cus_004"]);
      }
    });

    it("is BAD_USER_INPUT in a list of other rows", async () => {
      const after = await cursorOf();
      expect(await refusalOf(server, customerGroupsPage, { after })).toBe(otherList);
      expect(await refusalOf(server, addressesPage, { after, customerId: "cus_001" })).toBe(otherList);
      const { customer } = await server.run(addressesPage, { first: 1, customerId: "cus_001" });
      expect(await refusalOf(server, customersPage, { after: customer?.addresses.pageInfo.endCursor ?? "" })).toBe(
        otherList,
      );
    });

    it("keeps its position in the members of a group", async () => {
      const { customerGroup } = await server.run(membersPage, { groupId: "cusgroup_1", after: await cursorOf() });
      expect(customerGroup?.customers).toMatchObject({
        nodes: [{ id: "cus_003" }],
        pageInfo: { hasPreviousPage: true },
      });
    });

    it("keeps its position when its row is soft-deleted, changed or removed", async () => {
      const { customer } = server.testDatabase.database.prisma;
      const where = { id: "cus_002" };
      const sort = by("FIRST_NAME");
      const after = await cursorOf({ sort });
      const nextIds = async () => ids((await server.run(customersPage, { after, sort })).customers.nodes);
      await customer.update({ where, data: { deletedAt: new Date() } });
      expect(await nextIds()).toEqual(["cus_003", "cus_004"]);
      await customer.update({ where, data: { deletedAt: null, firstName: "zz" } });
      expect(await nextIds()).toEqual(["cus_003", "cus_004", "cus_002"]);
      await customer.delete({ where });
      expect(await nextIds()).toEqual(["cus_003", "cus_004"]);
    });

    it("keeps its position with other filters and another search", async () => {
      const after = await cursorOf();
      const { customers } = await server.run(customersPage, {
        after,
        search: "name",
        where: { id: { ne: "cus_003" } },
      });
      expect(ids(customers.nodes)).toEqual(["cus_004"]);
      expect(customers.totalCount).toBe(3);
    });

    it("shows no value of its row in plain text", async () => {
      expect(await cursorOf({ sort: by("EMAIL") })).toMatch(/^[\w-]+$/);
    });
  });

  describe("paging through a list during writes", () => {
    it.each(["ASC", "DESC"] as const)(
      "shows each row that was there all along once: FIRST_NAME %s",
      async (direction) => {
        const { customer } = server.testDatabase.database.prisma;
        const stable = idsOf("cus", 12);
        await givenCustomers(
          server,
          stable.map((id, index) => ({ id, firstName: index % 4 === 0 ? null : `n${index % 3}` })),
        );
        const seen: string[] = [];
        let after: string | null = null;
        for (let step = 0; step < 20; step++) {
          const { customers }: Awaited<ReturnType<typeof page>> = await page(after);
          seen.push(...ids(customers.nodes));
          after = customers.pageInfo.endCursor ?? after;
          if (!customers.pageInfo.hasNextPage) break;
          // Rows before, at and after the position, with and without a name. The row of the cursor is deleted.
          await givenCustomers(
            server,
            [null, "n0", "n1", "n2"].map((firstName, index) => ({
              id: `cus_0${step % 10}${index}new${step}`,
              firstName,
            })),
          );
          const last = customers.nodes.at(-1)?.id ?? "";
          if (!stable.includes(last)) await customer.delete({ where: { id: last } });
        }
        expect(seen.filter((id) => stable.includes(id)).sort()).toEqual(stable);
        expect(new Set(seen).size).toBe(seen.length);

        function page(cursor: string | null) {
          return server.run(customersPage, { first: 3, after: cursor, sort: by("FIRST_NAME", direction) });
        }
      },
    );
  });
});
