import { refusalOf } from "../support/bad-input.js";
import type { CustomersPageQueryVariables } from "../support/generated/graphql.js";
import { givenAddresses, givenCustomers, givenGroups, givenMembers, idsOf } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { addressesPage, customersPage, membersPage } from "./lists.operations.js";

describe("the arguments of a page", () => {
  const server = useTestServer();

  const asManyCustomers = (count: number) =>
    givenCustomers(
      server,
      idsOf("cus", count).map((id) => ({ id })),
    );
  const cursor = Buffer.from(JSON.stringify(["Customer", "ID:ASC", "cus_001"])).toString("base64url");

  describe("the size of a page", () => {
    it.each([
      {},
      { first: null, last: null, offset: null, after: null, before: null },
      { offset: 0 },
      { after: cursor },
    ])("is 50 rows for %j", async (variables: CustomersPageQueryVariables) => {
      await asManyCustomers(52);
      const { customers } = await server.run(customersPage, variables);
      expect(customers.nodes).toHaveLength(50);
      expect(customers.pageInfo.hasNextPage).toBe(true);
    });

    it("is 50 rows with only a before cursor", async () => {
      await asManyCustomers(60);
      const before = Buffer.from(JSON.stringify(["Customer", "ID:ASC", "cus_056"])).toString("base64url");
      const { customers } = await server.run(customersPage, { before });
      expect(customers.nodes.map(({ id }) => id)).toEqual(idsOf("cus", 55).slice(5));
    });

    it.each(["first", "last"])("may be 250 for %s, and not 251", async (argument) => {
      await asManyCustomers(251);
      const { customers } = await server.run(customersPage, { [argument]: 250 });
      expect(customers.nodes).toHaveLength(250);
      expect(await refusalOf(server, customersPage, { [argument]: 251 })).toBe(
        `${argument} must be from 0 to 250, got 251.`,
      );
    });

    it.each([
      [{ first: 0 }, { hasNextPage: true, hasPreviousPage: false }],
      [{ last: 0 }, { hasNextPage: false, hasPreviousPage: true }],
      [
        { first: 0, after: cursor },
        { hasNextPage: true, hasPreviousPage: true },
      ],
      [
        { first: 0, offset: 3 },
        { hasNextPage: false, hasPreviousPage: true },
      ],
    ])(
      "may be 0: %j returns no row, the total count, and whether there are rows on each side",
      async (variables, expected) => {
        await asManyCustomers(3);
        const { customers } = await server.run(customersPage, variables);
        expect(customers).toEqual({
          nodes: [],
          edges: [],
          pageInfo: { ...expected, startCursor: null, endCursor: null },
          totalCount: 3,
        });
      },
    );

    it.each([{}, { first: 0 }, { last: 5 }, { offset: 10 }])(
      "is 0 in an empty list, without rows on either side: %j",
      async (variables) => {
        const { customers } = await server.run(customersPage, variables);
        const pageInfo = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null };
        expect(customers).toEqual({ nodes: [], edges: [], pageInfo, totalCount: 0 });
      },
    );
  });

  const asc = { direction: "ASC" } as const;
  const refused: [CustomersPageQueryVariables, string][] = [
    [{ first: 1, last: 1 }, "last must not be given together with first."],
    [{ first: -1 }, "first must be from 0 to 250, got -1."],
    [{ last: -1 }, "last must be from 0 to 250, got -1."],
    [{ offset: -1 }, "offset must be from 0 to 10000, got -1; use cursors to go further."],
    [{ offset: 10_001 }, "offset must be from 0 to 10000, got 10001; use cursors to go further."],
    [{ offset: 0, after: cursor }, "offset must not be given together with a cursor."],
    [{ offset: 1, before: cursor }, "offset must not be given together with a cursor."],
    [{ offset: 1, last: 1 }, "offset must not be given together with last."],
    [
      {
        sort: [
          { field: "ID", ...asc },
          { field: "EMAIL", ...asc },
          { field: "FIRST_NAME", ...asc },
          { field: "LAST_NAME", ...asc },
          { field: "CREATED_AT", ...asc },
          { field: "UPDATED_AT", ...asc },
        ],
      },
      "sort must have at most 5 fields, got 6.",
    ],
    [
      {
        sort: [
          { field: "EMAIL", ...asc },
          { field: "EMAIL", direction: "DESC" },
        ],
      },
      "sort must name a field once, got EMAIL twice.",
    ],
  ];

  describe("arguments that contradict each other or are out of range", () => {
    it.each(refused)("%j is BAD_USER_INPUT", async (variables, message) => {
      expect(await refusalOf(server, customersPage, variables)).toBe(message);
    });

    it.each(refused)("%j is BAD_USER_INPUT for the members of a group", async (variables, message) => {
      await givenGroups(server, [{ id: "cusgroup_1" }]);
      expect(await refusalOf(server, membersPage, { ...variables, groupId: "cusgroup_1" })).toBe(message);
    });

    it("are rejected even if only the count is selected", async () => {
      const { errors } = await server.ask("{ customers(first: 251) { totalCount } }");
      expect(errors?.[0]?.extensions?.code).toBe("BAD_USER_INPUT");
    });

    it.each([2 ** 31, 1.5, "1"])("first: %j is rejected by the schema", async (first) => {
      const answer = await server.ask("query ($first: Int) { customers(first: $first) { totalCount } }", { first });
      expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: "BAD_USER_INPUT" } }] });
    });
  });

  describe("offset", () => {
    beforeEach(() => asManyCustomers(5));

    it("may be 10,000, past the end of the list", async () => {
      const { customers } = await server.run(customersPage, { offset: 10_000 });
      const pageInfo = { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null };
      expect(customers).toEqual({ nodes: [], edges: [], pageInfo, totalCount: 5 });
    });

    it.each(["ASC", "DESC"] as const)(
      "skips rows in the order of the list, including those without a value: %s",
      async (direction) => {
        await server.testDatabase.database.prisma.customer.updateMany({
          where: { id: { in: ["cus_002", "cus_003"] } },
          data: { companyName: "Acme" },
        });
        const sort = [{ field: "COMPANY_NAME", direction } as const];
        const all = await server.run(customersPage, { sort });
        for (const offset of [0, 1, 2, 3, 4]) {
          const { customers } = await server.run(customersPage, { sort, offset, first: 2 });
          expect(customers.nodes).toEqual(all.customers.nodes.slice(offset, offset + 2));
        }
      },
    );

    it("returns cursors for the next page", async () => {
      const { customers } = await server.run(customersPage, { offset: 1, first: 2 });
      const next = await server.run(customersPage, { after: customers.pageInfo.endCursor ?? null });
      expect(next.customers.nodes.map(({ id }) => id)).toEqual(["cus_004", "cus_005"]);
    });

    it("skips rows of each parent's list", async () => {
      await givenAddresses(server, [
        { id: "cuaddr_1", customerId: "cus_001" },
        { id: "cuaddr_2", customerId: "cus_001" },
      ]);
      await givenGroups(server, [{ id: "cusgroup_1" }]);
      await givenMembers(server, { cusgroup_1: ["cus_001", "cus_002", "cus_003"] });
      const { customer } = await server.run(addressesPage, { customerId: "cus_001", offset: 1 });
      expect(customer?.addresses).toMatchObject({ nodes: [{ id: "cuaddr_2" }], pageInfo: { hasPreviousPage: true } });
      const { customerGroup } = await server.run(membersPage, { groupId: "cusgroup_1", offset: 2 });
      expect(customerGroup?.customers.nodes).toEqual([{ id: "cus_003" }]);
    });
  });
});
