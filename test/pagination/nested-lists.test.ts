import { defaultLimits } from "../../src/execution/limits/limits.js";
import { refusalOf } from "../support/bad-input.js";
import { graphql } from "../support/generated/gql.js";
import { givenAddresses, givenCustomers, givenGroups, givenMembers, idsOf } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";

const addressesAndGroups = graphql(`
  query AddressesAndGroups($first: Int) {
    customers(first: $first) {
      nodes {
        addresses(first: 5) {
          nodes {
            city
          }
        }
        groups(first: 5) {
          totalCount
          nodes {
            name
          }
        }
      }
    }
  }
`);

const threeLevels = graphql(`
  query ThreeLevels {
    customerGroups {
      nodes {
        customers {
          totalCount
          nodes {
            id
            addresses {
              nodes {
                id
              }
            }
            groups {
              nodes {
                id
              }
            }
          }
        }
      }
    }
  }
`);

const aliases = graphql(`
  query Aliases($empty: String, $none: CustomerGroupFilter) {
    customers {
      nodes {
        all: addresses {
          nodes {
            id
          }
        }
        same: addresses {
          totalCount
        }
        firstOne: addresses(first: 1) {
          nodes {
            id
          }
        }
        lastOne: addresses(last: 1) {
          nodes {
            id
          }
        }
        inRome: addresses(where: { city: { eq: "Rome" } }) {
          nodes {
            id
          }
          totalCount
        }
        byCity: addresses(sort: [{ field: CITY, direction: DESC }]) {
          nodes {
            id
          }
        }
        searched: addresses(search: "oslo") {
          nodes {
            id
          }
        }
        groups(search: $empty, where: $none) {
          totalCount
        }
      }
    }
  }
`);

const readAroundAWrite = graphql(`
  mutation ReadAroundAWrite($first: CustomerGroupUpdateInput!, $second: CustomerGroupUpdateInput!) {
    first: customerGroupUpdate(id: "cusgroup_1", input: $first) {
      customerGroup {
        customers {
          totalCount
        }
      }
    }
    customerGroupRemoveCustomers(id: "cusgroup_1", customerIds: ["cus_001"]) {
      customerGroup {
        customers {
          totalCount
          nodes {
            id
          }
        }
      }
    }
    second: customerGroupUpdate(id: "cusgroup_1", input: $second) {
      customerGroup {
        customers {
          totalCount
        }
      }
    }
  }
`);

const filteredUnderParents = graphql(`
  query FilteredUnderParents($customers: CustomerFilter, $groups: CustomerGroupFilter, $addresses: AddressFilter) {
    customerGroups {
      nodes {
        customers(where: $customers) {
          nodes {
            groups(where: $groups) {
              totalCount
            }
            addresses(where: $addresses) {
              totalCount
            }
          }
        }
      }
    }
  }
`);

describe("lists under many parents", () => {
  // Lists in lists, each with 50 rows by default.
  const server = useTestServer({ limits: { ...defaultLimits, cost: 1_000_000 } });

  /** Customers with two addresses each, all of them in the first of two groups and every other one in the second. */
  async function givenShop(customers: number): Promise<string[]> {
    const ids = idsOf("cus", customers);
    await givenCustomers(
      server,
      ids.map((id) => ({ id })),
    );
    await givenAddresses(
      server,
      ids.flatMap((customerId, index) => [
        { id: `cuaddr_${index}a`, customerId, city: "Rome" },
        { id: `cuaddr_${index}b`, customerId, city: "Oslo" },
      ]),
    );
    await givenGroups(server, [{ id: "cusgroup_1" }, { id: "cusgroup_2" }]);
    await givenMembers(server, { cusgroup_1: ids, cusgroup_2: ids.filter((_, index) => index % 2 === 0) });
    return ids;
  }

  it.each([1, 10, 100, 250])("take 4 statements under %i customers", async (first) => {
    await givenShop(first);
    const { result, statements } = await server.testDatabase.withStatements(() =>
      server.run(addressesAndGroups, { first }),
    );
    expect(statements).toHaveLength(4);
    expect(result.customers.nodes).toHaveLength(first);
    for (const [index, customer] of result.customers.nodes.entries()) {
      expect(customer.addresses.nodes).toEqual([{ city: "Rome" }, { city: "Oslo" }]);
      expect(customer.groups.totalCount).toBe(index % 2 === 0 ? 2 : 1);
    }
  });

  it("take one statement for each level and field, also where parents repeat", async () => {
    const ids = await givenShop(20);
    const { result, statements } = await server.testDatabase.withStatements(() => server.run(threeLevels));
    // Groups, their customers and the count of these, and under those addresses and groups.
    expect(statements).toHaveLength(5);
    const [all, half] = result.customerGroups.nodes;
    expect(all?.customers.nodes.map(({ id }) => id)).toEqual(ids);
    expect(half?.customers.totalCount).toBe(10);
    expect(half?.customers.nodes[1]).toEqual({
      id: "cus_003",
      addresses: { nodes: [{ id: "cuaddr_2a" }, { id: "cuaddr_2b" }] },
      groups: { nodes: [{ id: "cusgroup_1" }, { id: "cusgroup_2" }] },
    });
  });

  it("give each alias the result of its own arguments", async () => {
    await givenShop(2);
    const run = () => server.run(aliases, { none: { or: [] } });
    const { result, statements } = await server.testDatabase.withStatements(run);
    const [first, second] = ["0", "1"].map((index) => [{ id: `cuaddr_${index}a` }, { id: `cuaddr_${index}b` }]);
    for (const [customer, addresses] of [
      [result.customers.nodes[0], first],
      [result.customers.nodes[1], second],
    ] as const) {
      const [rome, oslo] = addresses ?? [];
      expect(customer).toEqual({
        all: { nodes: [rome, oslo] },
        same: { totalCount: 2 },
        firstOne: { nodes: [rome] },
        lastOne: { nodes: [oslo] },
        inRome: { nodes: [rome], totalCount: 1 },
        byCity: { nodes: [rome, oslo] },
        searched: { nodes: [oslo] },
        groups: { totalCount: 0 },
      });
    }
    // Customers, and nine different lists and counts of each.
    expect(statements).toHaveLength(10);
  });

  it("are not cached between requests", async () => {
    await givenShop(1);
    const cities = async () => (await server.run(addressesAndGroups)).customers.nodes[0]?.addresses.nodes;
    expect(await cities()).toEqual([{ city: "Rome" }, { city: "Oslo" }]);
    await server.testDatabase.database.prisma.address.updateMany({ data: { city: "Bern" } });
    expect(await cities()).toEqual([{ city: "Bern" }, { city: "Bern" }]);
  });

  it("are read again after each write of a request", async () => {
    await givenShop(3);
    const result = await server.run(readAroundAWrite, { first: { name: "one" }, second: { name: "two" } });
    expect(result.first.customerGroup?.customers.totalCount).toBe(3);
    expect(result.customerGroupRemoveCustomers.customerGroup?.customers).toEqual({
      totalCount: 2,
      nodes: [{ id: "cus_002" }, { id: "cus_003" }],
    });
    expect(result.second.customerGroup?.customers.totalCount).toBe(2);
  });

  it("reject a filter that is too large, like a root list", async () => {
    await givenShop(1);
    const id = { ne: "x" };
    const message = "where must have at most 100 conditions, got 101.";
    const tooMany = { and: Array.from({ length: 101 }, () => ({ id })) };
    for (const argument of ["customers", "groups", "addresses"]) {
      expect(await refusalOf(server, filteredUnderParents, { [argument]: tooMany })).toBe(message);
    }
  });
});
