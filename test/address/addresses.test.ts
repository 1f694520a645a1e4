import { remove as removeCustomer } from "../customer/customer.steps.js";
import { walkBothWays } from "../pagination/walk-list.js";
import { refusalOf } from "../support/bad-input.js";
import { graphql } from "../support/generated/gql.js";
import type { AddressFilter, AddressSort } from "../support/generated/graphql.js";
import { givenAddresses, givenCustomers, idsOf } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { allAddressesPage } from "./address.operations.js";

const withCustomers = graphql(`
  query AddressesWithCustomers {
    addresses {
      totalCount
      nodes {
        id
        country {
          displayName
        }
        customer {
          id
        }
      }
    }
  }
`);

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const deletedAt = at(9);

describe("addresses", () => {
  const server = useTestServer();
  const page = async (variables: object = {}) => (await server.run(allAddressesPage, variables)).addresses;
  const numbers = async (variables: object = {}) =>
    (await page(variables)).nodes.map(({ id }) => Number(id.replace("cuaddr_", "")));

  beforeEach(async () => {
    await givenCustomers(server, [{ id: "cus_1" }, { id: "cus_2" }, { id: "cus_3", deletedAt }]);
    await givenAddresses(server, [
      { id: "cuaddr_1", customerId: "cus_1", city: "Rome", countryCode: "it", createdAt: at(4), updatedAt: at(5) },
      { id: "cuaddr_2", customerId: "cus_2", city: "Århus", countryCode: "dk", postalCode: "8000", createdAt: at(3) },
      { id: "cuaddr_3", customerId: "cus_1", city: "rome", postalCode: "00184", createdAt: at(4), updatedAt: at(4) },
      { id: "cuaddr_4", customerId: "cus_1", company: "Aarhus 100%", countryCode: "de", createdAt: at(1) },
      { id: "cuaddr_5", customerId: "cus_1", city: "Rome", deletedAt },
      { id: "cuaddr_6", customerId: "cus_3", city: "Rome", deletedAt, deletedWithCustomer: true },
    ]);
  });

  it.each<[AddressSort[] | null, number[]]>([
    [null, [1, 2, 3, 4]],
    [[], [1, 2, 3, 4]],
    [[{ field: "ID", direction: "DESC" }], [4, 3, 2, 1]],
    [[{ field: "CITY", direction: "ASC" }], [2, 1, 3, 4]],
    [[{ field: "CITY", direction: "DESC" }], [4, 3, 1, 2]],
    [[{ field: "COUNTRY_CODE", direction: "ASC" }], [4, 2, 1, 3]],
    [[{ field: "COUNTRY_CODE", direction: "DESC" }], [3, 1, 2, 4]],
    [[{ field: "POSTAL_CODE", direction: "ASC" }], [3, 2, 1, 4]],
    [[{ field: "POSTAL_CODE", direction: "DESC" }], [4, 1, 2, 3]],
    [[{ field: "CREATED_AT", direction: "ASC" }], [4, 2, 1, 3]],
    [[{ field: "UPDATED_AT", direction: "ASC" }], [3, 1, 2, 4]],
    [
      [
        { field: "CREATED_AT", direction: "DESC" },
        { field: "UPDATED_AT", direction: "ASC" },
      ],
      [3, 1, 2, 4],
    ],
  ])("are sorted by %j, or by creation by default, in pages forward and backward", async (sort, expected) => {
    expect(await numbers({ sort })).toEqual(expected);
    const ids = expected.map((number) => `cuaddr_${number}`);
    const walk = await walkBothWays((bounds) => page({ sort, ...bounds }), { pages: 4, size: 1 });
    expect(walk).toEqual({ forward: ids, backward: ids });
    expect(await numbers({ sort, offset: 1, first: 2 })).toEqual(expected.slice(1, 3));
  });

  it.each<[AddressFilter, number[]]>([
    [{}, [1, 2, 3, 4]],
    [{ id: { in: ["cuaddr_2", "cuaddr_5", "cuaddr_6"] } }, [2]],
    [{ city: { eq: "Rome" } }, [1]],
    [{ city: { in: ["Rome", "rome", "Aarhus"] } }, [1, 3]],
    [{ city: { ne: "Rome" } }, [2, 3, 4]],
    [{ city: { contains: "ROM" } }, [1, 3]],
    [{ city: { eq: null } }, [4]],
    [{ postalCode: { eq: " 00184 " } }, [3]],
    [{ postalCode: { startsWith: "80" } }, [2]],
    [{ countryCode: { eq: "DK" } }, [2]],
    [{ countryCode: { in: ["it", "DE"] } }, [1, 4]],
    [{ not: { countryCode: { eq: "dk" } } }, [1, 3, 4]],
    [{ or: [{ city: { eq: "Rome" } }, { company: { contains: "%" } }] }, [1, 4]],
    [{ or: [] }, []],
  ])("match the filter %j, and are counted", async (where, expected) => {
    expect(await numbers({ where })).toEqual(expected);
    expect((await page({ where, first: 0 })).totalCount).toBe(expected.length);
  });

  it.each([
    ["ROME", [1, 3]],
    ["aarhus", [4]],
    ["arhus 8000", [2]],
    ["100%", [4]],
    ["_", []],
    [" ", [1, 2, 3, 4]],
  ])("match the search %j, and are counted", async (search, expected) => {
    expect(await numbers({ search })).toEqual(expected);
    expect((await page({ search, first: 0 })).totalCount).toBe(expected.length);
  });

  it("do not include addresses of a deleted customer", async () => {
    await removeCustomer(server, "cus_1");
    expect(await numbers()).toEqual([2]);
    expect((await page()).totalCount).toBe(1);
  });

  it.each<[object, string]>([
    [{ first: 1, last: 1 }, "last must not be given together with first"],
    [{ last: 251 }, "last must be from 0 to 250"],
    [{ offset: 10_001 }, "use cursors to go further"],
    [{ before: "x" }, "before must be a cursor that this server gave"],
    [{ sort: [{ field: "CITY" }, { field: "CITY" }] }, "must name a field once"],
    [{ search: "a ".repeat(11) }, "at most 10 words"],
    [{ where: { city: { contains: null } } }, "where.city.contains"],
  ])("refuse %j", async (variables, message) => {
    expect(await refusalOf(server, allAddressesPage, variables)).toMatch(message);
  });

  it.each([1, 50])("take one statement each for the page, the count and %i customers", async (count) => {
    const customers = idsOf("cus", count);
    await givenCustomers(
      server,
      customers.map((id) => ({ id })),
    );
    await givenAddresses(
      server,
      customers.map((customerId) => ({ id: `cuaddr_0${customerId}`, customerId, countryCode: "it" })),
    );
    const { result, statements } = await server.testDatabase.withStatements(() => server.run(withCustomers));
    expect(statements).toHaveLength(3);
    expect(result.addresses.totalCount).toBe(4 + count);
    for (const { id, customer, country } of result.addresses.nodes.slice(0, count)) {
      expect([id, country]).toEqual([`cuaddr_0${customer.id}`, { displayName: "Italy" }]);
    }
  });
});
