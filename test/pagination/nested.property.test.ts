import fc from "fast-check";
import { graphql } from "../support/generated/gql.js";
import { givenAddresses, givenCustomers, givenGroups, givenMembers, idsOf } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";

const addressesOfAll = graphql(`
  query AddressesOfAll(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $offset: Int
    $sort: [AddressSort!]
    $where: AddressFilter
    $search: String
  ) {
    customers {
      nodes {
        addresses(
          first: $first
          after: $after
          last: $last
          before: $before
          offset: $offset
          sort: $sort
          where: $where
          search: $search
        ) {
          edges {
            cursor
            node {
              id
            }
          }
          pageInfo {
            ...PageInfoFields
          }
          totalCount
        }
      }
    }
  }
`);

const groupsOfAll = graphql(`
  query GroupsOfAll($first: Int, $last: Int, $offset: Int, $sort: [CustomerGroupSort!], $search: String) {
    customers {
      nodes {
        groups(first: $first, last: $last, offset: $offset, sort: $sort, search: $search) {
          nodes {
            id
          }
          pageInfo {
            hasNextPage
            hasPreviousPage
          }
          totalCount
        }
      }
    }
  }
`);

interface Row {
  readonly id: string;
  readonly city: string;
}
interface PageArgs {
  readonly first?: number;
  readonly last?: number;
  readonly offset?: number;
}

const parents = idsOf("cus", 4);
const runs = { seed: 20_240_502, numRuns: 40 };
const count = fc.integer({ min: 0, max: 4 });
const pageArgs: fc.Arbitrary<PageArgs> = fc.oneof(
  fc.constant({}),
  fc.record({ first: count }),
  fc.record({ last: count }),
  fc.record({ first: count, offset: count }),
);
const direction = fc.constantFrom("ASC" as const, "DESC" as const);
const search = fc.constantFrom(null, "o", "rome");
/** The number of rows of each kind for each parent. */
const sizes = fc.array(fc.array(fc.constantFrom("Rome", "Oslo", "Bern"), { maxLength: 6 }), {
  minLength: parents.length,
  maxLength: parents.length,
});

/** The live rows of a parent that match the search, in order. */
function listOf(rows: readonly Row[], sort: "ASC" | "DESC" | null, words: string | null): Row[] {
  const found = rows.filter(({ city }) => city.toLowerCase().includes(words ?? ""));
  if (sort === null) return found;
  const sign = sort === "ASC" ? 1 : -1;
  return found.sort((one, other) => sign * (one.city.localeCompare(other.city) || (one.id < other.id ? -1 : 1)));
}

function pageOf(rows: readonly Row[], { first, last, offset = 0 }: PageArgs) {
  const start = last === undefined ? offset : Math.max(0, rows.length - last);
  const end = last === undefined ? offset + (first ?? 50) : rows.length;
  return {
    ids: rows.slice(start, end).map(({ id }) => id),
    hasNextPage: end < rows.length,
    hasPreviousPage: Math.min(start, rows.length) > 0,
    totalCount: rows.length,
  };
}

describe("each of many parents gets the page of its own list", () => {
  const server = useTestServer();

  it("of addresses, with any arguments and cursors", async () => {
    const property = fc.asyncProperty(
      sizes,
      pageArgs,
      fc.option(direction),
      search,
      async (cities, page, way, words) => {
        const rows = await givenAddressesIn(cities);
        const variables = { ...page, search: words, sort: way && [{ field: "CITY" as const, direction: way }] };
        const { customers } = await server.run(addressesOfAll, variables);
        expect(
          customers.nodes.map(({ addresses: { edges, pageInfo, totalCount } }) => ({
            ids: edges.map(({ node }) => node.id),
            hasNextPage: pageInfo.hasNextPage,
            hasPreviousPage: pageInfo.hasPreviousPage,
            totalCount,
          })),
        ).toEqual(rows.map((ofParent) => pageOf(listOf(ofParent, way, words), page)));
      },
    );
    await fc.assert(property, runs);
  });

  it("of addresses, with cursors of one of the parents", async () => {
    const place = fc.option(fc.nat({ max: 30 }));
    const property = fc.asyncProperty(sizes, place, place, direction, async (cities, from, to, way) => {
      const rows = await givenAddressesIn(cities);
      const sort = [{ field: "CITY" as const, direction: way }];
      const where = { city: { ne: "Bern" } };
      const all = await server.run(addressesOfAll, { sort, where });
      const places = all.customers.nodes.flatMap(({ addresses }) => addresses.edges);
      const [after, before] = [from, to].map((index) => (index === null ? undefined : places[index % places.length]));
      const { customers } = await server.run(addressesOfAll, {
        sort,
        where,
        first: 2,
        after: after?.cursor ?? null,
        before: before?.cursor ?? null,
      });
      const everything = listOf(rows.flat(), way, null);
      const positionOf = (id: string) => everything.findIndex((row) => row.id === id);
      const start = after ? positionOf(after.node.id) : -1;
      const end = before ? positionOf(before.node.id) : everything.length;
      for (const [index, { addresses }] of customers.nodes.entries()) {
        const list = listOf(rows[index] ?? [], way, null).filter(({ city }) => city !== "Bern");
        const between = list.filter(({ id }) => positionOf(id) > start && positionOf(id) < end);
        expect(addresses.edges.map(({ node }) => node.id)).toEqual(between.slice(0, 2).map(({ id }) => id));
        expect(addresses.totalCount).toBe(list.length);
        expect(addresses.pageInfo).toEqual({
          hasNextPage: between.length > 2 || list.some(({ id }) => positionOf(id) >= end),
          hasPreviousPage: list.some(({ id }) => positionOf(id) <= start),
          startCursor: addresses.edges[0]?.cursor ?? null,
          endCursor: addresses.edges.at(-1)?.cursor ?? null,
        });
      }
    });
    await fc.assert(property, runs);
  });

  it("of groups, shared between the parents", async () => {
    const memberships = fc.array(fc.subarray(idsOf("cusgroup", 6)), {
      minLength: parents.length,
      maxLength: parents.length,
    });
    const property = fc.asyncProperty(memberships, pageArgs, fc.option(direction), async (groups, page, way) => {
      await server.reset();
      await givenCustomers(
        server,
        parents.map((id) => ({ id })),
      );
      // Names in another order than the ids.
      const names = idsOf("cusgroup", 6).map((id, index) => ({ id, name: `n${(index * 5) % 6}` }));
      await givenGroups(server, names);
      await givenMembers(
        server,
        Object.fromEntries(names.map(({ id }) => [id, parents.filter((_, index) => groups[index]?.includes(id))])),
      );
      const sort = way && [{ field: "NAME" as const, direction: way }];
      const { customers } = await server.run(groupsOfAll, { ...page, sort });
      const expected = groups.map((ofParent) => {
        const rows = names.filter(({ id }) => ofParent.includes(id)).map(({ id, name }) => ({ id, city: name }));
        const { ids, totalCount, ...pageInfo } = pageOf(listOf(rows, way, null), page);
        return { groups: { nodes: ids.map((id) => ({ id })), pageInfo, totalCount } };
      });
      expect(customers.nodes).toEqual(expected);
    });
    await fc.assert(property, runs);
  });

  /** Inserts addresses in these cities for the parents. */
  async function givenAddressesIn(cities: readonly (readonly string[])[]): Promise<Row[][]> {
    await server.reset();
    await givenCustomers(
      server,
      parents.map((id) => ({ id })),
    );
    const rows = cities.map((ofParent, parent) =>
      // Ids that alternate between the parents.
      ofParent.map((city, index) => ({ id: `cuaddr_${index}${parent}`, city, customerId: parents[parent] ?? "" })),
    );
    await givenAddresses(server, rows.flat());
    return rows;
  }
});
