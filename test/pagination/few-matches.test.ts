import { defaultLimits } from "../../src/execution/limits/limits.js";
import { allAddressesPage } from "../address/address.operations.js";
import type { CustomersPageQueryVariables } from "../support/generated/graphql.js";
import { givenAddresses, givenCustomers } from "../support/given-rows.js";
import { adminKey, useTestServer } from "../support/server.js";
import { customersPage } from "./lists.operations.js";

const mostFewMatches = 1_000;

/** Customers whose first and last names match, with different sort keys; every tenth has no company. */
const customers = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `cus_${String(index).padStart(4, "0")}`,
    email: `customer${index}@lovelace.example`,
    firstName: index % 2 === 0 ? "Ada" : "ÁDA",
    lastName: "Lovelace",
    companyName: index % 10 === 0 ? null : `Company ${(index * 7) % 50}`,
    createdAt: new Date(Date.UTC(2026, 0, 1, 0, (index * 13) % 60)),
  }));

const pages: readonly Omit<CustomersPageQueryVariables, "search">[] = [
  {},
  { first: 0 },
  { first: 5 },
  { last: 5 },
  { first: 20, sort: [{ field: "CREATED_AT", direction: "DESC" }] },
  { last: 20, sort: [{ field: "CREATED_AT", direction: "DESC" }] },
  { first: 20, sort: [{ field: "COMPANY_NAME", direction: "ASC" }] },
  { first: 20, sort: [{ field: "COMPANY_NAME", direction: "DESC" }] },
  {
    first: 20,
    sort: [
      { field: "FIRST_NAME", direction: "DESC" },
      { field: "CREATED_AT", direction: "ASC" },
    ],
  },
  { first: 20, deleted: "INCLUDE" },
  { first: 20, deleted: "ONLY" },
];

describe("the first page of a search that probably has few matches", () => {
  const server = useTestServer();
  /** A single word is not expected to have few matches. */
  const [specific, common] = ["ada lovelace", "lovelace"];

  it.each([0, 1, 20, mostFewMatches, mostFewMatches + 1])(
    "is the page of any search with as many matches: %i",
    async (count) => {
      await givenCustomers(server, [
        ...customers(count),
        { id: "cus_deleted", firstName: "Ada", lastName: "Lovelace", deletedAt: new Date() },
        { id: "cus_other", firstName: "Ada", lastName: "Byron" },
      ]);
      for (const args of pages) {
        const page = await server.run(customersPage, { ...args, search: specific });
        expect({ args, page }).toEqual({ args, page: await server.run(customersPage, { ...args, search: common }) });
      }
    },
  );

  it("is read with one statement, and with a second one only if there are many matches", async () => {
    const statementsOf = async () =>
      (await server.testDatabase.withStatements(() => server.run(customersPage, { search: specific }))).statements;
    await givenCustomers(server, customers(mostFewMatches));
    expect(await statementsOf()).toHaveLength(1);
    await givenCustomers(server, [{ id: "cus_more", firstName: "Ada", lastName: "Lovelace" }]);
    expect(await statementsOf()).toHaveLength(2);
  });

  it("does not read the rows twice if there are many matches", async () => {
    const companyName = "x".repeat(200);
    await givenCustomers(
      server,
      customers(mostFewMatches + 1).map((customer) => ({ ...customer, companyName })),
    );
    const query = `query ($search: String!) {
      customers(first: 200, search: $search) { totalCount nodes { companyName } }
    }`;
    const { data } = await server.as(adminKey).ask(query, { search: common });
    // The limit holds for the rows that the server reads, too. They are a little larger than the response.
    const responseBytes = Buffer.byteLength(JSON.stringify(data)) * 1.6;
    const limited = await server.another({ limits: { ...defaultLimits, responseBytes } });
    expect(await limited.as(adminKey).ask(query, { search: specific })).toEqual({ status: 200, data });
  });

  it("stays the same when PostgreSQL keeps its plan", async () => {
    await givenCustomers(server, customers(20));
    const variables = { search: specific, first: 5 };
    const expected = await server.run(customersPage, { ...variables, search: common });
    for (let run = 0; run < 15; run++) expect(await server.run(customersPage, variables)).toEqual(expected);
    expect(await server.run(customersPage, { search: "byron ada" })).toMatchObject({ customers: { totalCount: 0 } });
  });

  it.each([
    ["two names", "love ada"],
    ["names with accents", "lövelace àda"],
    ["an email", "customer7@lovelace.example"],
    ["an email in upper case", "CUSTOMER7@LOVELACE.EXAMPLE"],
    ["a part of an email", "r7@love"],
    ["a phone number", "02079460007"],
    ["a phone number with punctuation", "(0)20-7946-0007"],
    ["a word with signs of patterns", "ada%_love lovelace"],
  ])("finds the customers of a search for %s", async (_, search) => {
    await givenCustomers(server, [
      ...customers(10).map((customer, index) => ({ ...customer, phone: `+44 (0)20 7946-000${index}` })),
      { id: "cus_signs", firstName: "Ada%_Love", lastName: "Lovelace" },
    ]);
    const { result, statements } = await server.testDatabase.withStatements(() =>
      server.run(customersPage, { search }),
    );
    expect(statements).toEqual([expect.stringContaining("WITH few")]);
    // With a filter, the page is read in the other way.
    const expected = await server.run(customersPage, { search, where: { id: { in: allIds } } });
    expect(result).toEqual(expected);
    expect(result.customers.totalCount).toBeGreaterThan(0);
  });

  it("shows addresses, too", async () => {
    await givenCustomers(server, [{ id: "cus_1" }]);
    await givenAddresses(server, [
      { id: "cuaddr_1", customerId: "cus_1", address1: "Main Street 1", city: "Rome" },
      { id: "cuaddr_2", customerId: "cus_1", address1: "Main Street 2", city: "Oslo" },
      { id: "cuaddr_3", customerId: "cus_1", address1: "Main Street 3", city: "Rome", deletedAt: new Date() },
    ]);
    const { result, statements } = await server.testDatabase.withStatements(() =>
      server.run(allAddressesPage, { search: "main rome" }),
    );
    expect(statements).toEqual([expect.stringContaining("WITH few")]);
    expect(result.addresses).toMatchObject({ totalCount: 1, nodes: [{ id: "cuaddr_1" }] });
  });

  it.each([
    ["one common word", { search: "lovelace" }],
    ["a word that no index finds", { search: "lo ada" }],
    ["a word with two patterns", { search: "ada@xn--bcher-kva.example" }],
    ["a word that may be a phone number, and a name", { search: "946 lovelace" }],
    ["five words", { search: "ada lovelace ada lovelace ada" }],
    [
      "a sort by several keys",
      {
        search: "ada lovelace",
        sort: [
          { field: "EMAIL" as const, direction: "ASC" as const },
          { field: "CREATED_AT" as const, direction: "ASC" as const },
        ],
      },
    ],
    ["a filter", { search: "ada lovelace", where: { firstName: { eq: "Ada" } } }],
  ])("is not expected for %s", async (_, variables) => {
    await givenCustomers(server, customers(3));
    const { statements } = await server.testDatabase.withStatements(() => server.run(customersPage, variables));
    expect(statements).toEqual([expect.not.stringContaining("WITH few")]);
  });
});

const allIds = [...customers(10).map(({ id }) => id), "cus_signs"];
