import { graphql } from "../support/generated/gql.js";
import { givenAddresses, givenCustomers, givenGroups, givenMembers, idsOf } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";

const manyById = graphql(`
  query ManyById($unstorable: ID!) {
    one: customer(id: "cus_001") {
      id
    }
    two: customer(id: "cus_002") {
      id
    }
    again: customer(id: "cus_001") {
      email
    }
    unknown: customer(id: "cus_999") {
      id
    }
    deleted: customer(id: "cus_003") {
      id
    }
    unstorable: customer(id: $unstorable) {
      id
    }
  }
`);

const defaultsAndOwners = graphql(`
  query DefaultsAndOwners {
    customers {
      nodes {
        id
        defaultShippingAddress {
          id
          customer {
            id
          }
        }
        defaultBillingAddress {
          id
        }
        addresses {
          nodes {
            customer {
              id
            }
          }
        }
      }
    }
  }
`);

describe("rows that one request reads by id", () => {
  const server = useTestServer();

  it("are read in one statement, each id once", async () => {
    await givenCustomers(
      server,
      idsOf("cus", 3).map((id, index) => ({ id, deletedAt: index === 2 ? new Date() : null })),
    );
    const { result, sent } = await server.testDatabase.withStatements(() =>
      server.run(manyById, { unstorable: "cus_\0" }),
    );
    expect(result).toEqual({
      one: { id: "cus_001" },
      two: { id: "cus_002" },
      again: { email: "cus_001@example.com" },
      unknown: null,
      deleted: null,
      unstorable: null,
    });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.parameters.flat().filter((parameter) => parameter === "cus_001")).toHaveLength(1);
  });

  it.each([1, 60])("take one statement for each field under %i customers", async (count) => {
    const ids = idsOf("cus", count);
    await givenCustomers(
      server,
      ids.map((id) => ({ id })),
    );
    await givenAddresses(
      server,
      ids.flatMap((customerId) => [
        { id: `cuaddr_${customerId}s`, customerId, isDefaultShipping: true },
        {
          id: `cuaddr_${customerId}x`,
          customerId,
          isDefaultBilling: true,
          isDefaultShipping: true,
          deletedAt: new Date(),
        },
      ]),
    );
    const { result, statements } = await server.testDatabase.withStatements(() => server.run(defaultsAndOwners));
    const first = result.customers.nodes.slice(0, 50);
    expect(first).toEqual(
      ids.slice(0, 50).map((id) => ({
        id,
        defaultShippingAddress: { id: `cuaddr_${id}s`, customer: { id } },
        defaultBillingAddress: null,
        addresses: { nodes: [{ customer: { id } }] },
      })),
    );
    // Customers, their addresses, the defaults of both roles, and the owners.
    expect(statements).toHaveLength(5);
  });

  it("are not cached between requests", async () => {
    await givenCustomers(
      server,
      idsOf("cus", 2).map((id) => ({ id })),
    );
    await givenGroups(server, [{ id: "cusgroup_1" }]);
    await givenMembers(server, { cusgroup_1: ["cus_001"] });
    expect((await server.run(manyById, { unstorable: "cus_\0" })).again?.email).toBe("cus_001@example.com");
    await server.testDatabase.database.prisma.customer.update({
      where: { id: "cus_001" },
      data: { email: "new@example.com" },
    });
    expect((await server.run(manyById, { unstorable: "cus_\0" })).again?.email).toBe("new@example.com");
  });
});
