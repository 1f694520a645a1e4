import { graphql } from "../support/generated/gql.js";
import type { CustomersAgainQueryVariables } from "../support/generated/graphql.js";
import { givenCustomers } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";

const customersAgain = graphql(`
  query CustomersAgain(
    $first: Int
    $last: Int
    $after: String
    $before: String
    $offset: Int
    $deleted: DeletedScope
    $sort: [CustomerSort!]
  ) {
    customers(
      first: $first
      last: $last
      after: $after
      before: $before
      offset: $offset
      deleted: $deleted
      sort: $sort
    ) {
      nodes {
        id
      }
      pageInfo {
        hasPreviousPage
        hasNextPage
        endCursor
      }
    }
  }
`);

describe("the cached statements of a list", () => {
  const server = useTestServer();

  beforeEach(() =>
    givenCustomers(server, [
      { id: "cus_1", companyName: null },
      { id: "cus_2", companyName: "B" },
      { id: "cus_3", companyName: "A" },
      { id: "cus_4", companyName: null },
      { id: "cus_5", companyName: "C", deletedAt: new Date() },
    ]),
  );

  async function page(variables: CustomersAgainQueryVariables): Promise<string> {
    const { customers } = await server.run(customersAgain, variables);
    const { hasPreviousPage, hasNextPage } = customers.pageInfo;
    const ids = customers.nodes.map(({ id }) => id.slice("cus_".length)).join("");
    return `${hasPreviousPage ? "…" : ""}${ids}${hasNextPage ? "…" : ""}`;
  }

  async function cursorAfter(variables: CustomersAgainQueryVariables): Promise<string | null | undefined> {
    return (await server.run(customersAgain, variables)).customers.pageInfo.endCursor;
  }

  it("match the arguments of each request, in any order of requests", async () => {
    const byCompany = [{ field: "COMPANY_NAME", direction: "DESC" }] as const;
    const sort = byCompany.map((key) => ({ ...key }));
    const [first, second] = [await cursorAfter({ first: 1 }), await cursorAfter({ first: 2 })];
    const [ofNull, ofText] = [await cursorAfter({ first: 1, sort }), await cursorAfter({ first: 3, sort })];
    const pages: readonly (readonly [CustomersAgainQueryVariables, string])[] = [
      [{}, "1234"],
      [{ first: 2 }, "12…"],
      [{ last: 2 }, "…34"],
      [{ first: 2, after: first }, "…23…"],
      [{ first: 2, after: second }, "…34"],
      [{ last: 1, before: second }, "1…"],
      [{ first: 2, offset: 1 }, "…23…"],
      [{ first: 2, offset: 2 }, "…34"],
      [{ deleted: "ONLY" }, "5"],
      [{ deleted: "INCLUDE" }, "12345"],
      [{ sort }, "4123"],
      [{ sort, after: ofNull }, "…123"],
      [{ sort, after: ofText }, "…3"],
      [{ sort, first: 2, offset: 1 }, "…12…"],
      [{ sort, first: 2, offset: 2 }, "…23"],
      [{ sort: [{ field: "COMPANY_NAME", direction: "ASC" }] }, "3214"],
    ];
    for (let time = 1; time <= 4; time += 1) {
      for (const [variables, shown] of pages) expect([variables, await page(variables)]).toEqual([variables, shown]);
    }
  });
});
