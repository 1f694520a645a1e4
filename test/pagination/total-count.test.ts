import { graphql } from "../support/generated/gql.js";
import { givenAddresses, givenCustomers, givenGroups, givenMembers } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { addressesPage, customerGroupsPage, customersPage, membersPage } from "./lists.operations.js";

const countCustomers = graphql(`
  query CountCustomers {
    customers {
      totalCount
    }
  }
`);

const pageWithoutCount = graphql(`
  query PageWithoutCount {
    customers {
      nodes {
        id
      }
      edges {
        cursor
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

const countsUnderParents = graphql(`
  query CountsUnderParents {
    customers {
      nodes {
        addresses {
          totalCount
        }
        groups {
          totalCount
        }
      }
    }
  }
`);

describe("totalCount", () => {
  const server = useTestServer();
  const deletedAt = new Date();

  beforeEach(async () => {
    await givenCustomers(server, [
      { id: "cus_1", firstName: "Ada" },
      { id: "cus_2", firstName: "Ada" },
      { id: "cus_3", firstName: "Bob" },
      { id: "cus_4", firstName: "Ada", deletedAt },
    ]);
    await givenGroups(server, [
      { id: "cusgroup_1", name: "Ada's" },
      { id: "cusgroup_2", name: "Bob's" },
      { id: "cusgroup_3", name: "Old", deletedAt },
    ]);
    await givenMembers(server, {
      cusgroup_1: ["cus_1", "cus_2", "cus_3", "cus_4"],
      cusgroup_2: ["cus_1"],
      cusgroup_3: ["cus_1"],
    });
    await givenAddresses(server, [
      { id: "cuaddr_1", customerId: "cus_1", city: "Rome" },
      { id: "cuaddr_2", customerId: "cus_1", city: "Oslo" },
      { id: "cuaddr_3", customerId: "cus_1", city: "Rome", deletedAt },
    ]);
  });

  it.each([
    [{}, 3],
    [{ first: 1 }, 3],
    [{ deleted: "INCLUDE" as const }, 4],
    [{ deleted: "ONLY" as const }, 1],
    [{ where: { firstName: { eq: "Ada" } } }, 2],
    [{ where: { firstName: { eq: "Ada" } }, deleted: "INCLUDE" as const }, 3],
    [{ search: "ada" }, 2],
    [{ search: "ada", where: { id: { eq: "cus_1" } } }, 1],
    [{ search: "cus_3@", where: { firstName: { eq: "Ada" } } }, 0],
  ])("counts the customers that %j asks for: %i", async (variables, expected) => {
    expect((await server.run(customersPage, variables)).customers.totalCount).toBe(expected);
  });

  it.each([
    [{}, 2],
    [{ deleted: "INCLUDE" as const }, 3],
    [{ deleted: "ONLY" as const }, 1],
    [{ search: "bob" }, 1],
    [{ where: { name: { startsWith: "ada" } } }, 1],
  ])("counts the groups that %j asks for: %i", async (variables, expected) => {
    expect((await server.run(customerGroupsPage, variables)).customerGroups.totalCount).toBe(expected);
  });

  it.each([
    [{}, 3],
    [{ first: 0 }, 3],
    [{ where: { firstName: { eq: "Ada" } } }, 2],
    [{ search: "bob" }, 1],
  ])("counts the live members that %j asks for: %i", async (variables, expected) => {
    const { customerGroup } = await server.run(membersPage, { ...variables, groupId: "cusgroup_1" });
    expect(customerGroup?.customers.totalCount).toBe(expected);
  });

  it.each([
    [{}, 2],
    [{ where: { city: { eq: "Rome" } } }, 1],
    [{ search: "oslo" }, 1],
  ])("counts the live addresses that %j asks for: %i", async (variables, expected) => {
    const { customer } = await server.run(addressesPage, { ...variables, customerId: "cus_1" });
    expect(customer?.addresses.totalCount).toBe(expected);
  });

  it("is the only SQL statement if nothing else is selected", async () => {
    const { result, statements } = await server.testDatabase.withStatements(() => server.run(countCustomers));
    expect(result.customers.totalCount).toBe(3);
    expect(statements).toEqual([expect.stringContaining("count(*)")]);
  });

  it("of a search is counted without reading a page", async () => {
    const { result, statements } = await server.testDatabase.withStatements(() =>
      server.ask('{ customers(search: "ada") { totalCount } }'),
    );
    expect(result.data).toEqual({ customers: { totalCount: 2 } });
    expect(statements).toEqual([expect.not.stringContaining("LIMIT")]);
  });

  it("runs no SQL if it is not selected, and the rows take one statement for every selection", async () => {
    const { statements } = await server.testDatabase.withStatements(() => server.run(pageWithoutCount));
    expect(statements).toEqual([expect.not.stringContaining("count(*)")]);
  });

  it("is counted for all parents in one statement, without reading their rows", async () => {
    const { result, statements } = await server.testDatabase.withStatements(() => server.run(countsUnderParents));
    expect(result.customers.nodes).toEqual([
      { addresses: { totalCount: 2 }, groups: { totalCount: 2 } },
      { addresses: { totalCount: 0 }, groups: { totalCount: 1 } },
      { addresses: { totalCount: 0 }, groups: { totalCount: 1 } },
    ]);
    expect(statements.filter((sql) => sql.includes("count(*)"))).toHaveLength(2);
    expect(statements).toHaveLength(3);
  });
});
