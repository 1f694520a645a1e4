import { givenCustomers, idsOf } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { customersPage } from "./lists.operations.js";

const ids = idsOf("cus", 4);
// Cursors at rows, and at positions of deleted rows: between, before and after all rows.
const places = [null, "cus_000", ...ids, "cus_002x", "cus_009"];

interface Bounds {
  readonly after: string | null;
  readonly before: string | null;
}

function cursorAt(place: string | null): string | null {
  return place && Buffer.from(JSON.stringify(["Customer", "ID:ASC", place])).toString("base64url");
}

/** Computes the expected page by slicing the list of all ids. */
function expectedPage({ after, before }: Bounds, size: { first?: number; last?: number }) {
  const between = ids.filter((id) => (after === null || id > after) && (before === null || id < before));
  const backward = size.last !== undefined || (before !== null && after === null && size.first === undefined);
  const count = size.first ?? size.last ?? 50;
  const nodes = backward ? between.slice(Math.max(0, between.length - count)) : between.slice(0, count);
  const cut = between.length > nodes.length;
  return {
    nodes,
    hasNextPage: (cut && !backward) || (before !== null && ids.some((id) => id >= before)),
    hasPreviousPage: (cut && backward) || (after !== null && ids.some((id) => id <= after)),
    startCursor: cursorAt(nodes[0] ?? null),
    endCursor: cursorAt(nodes.at(-1) ?? null),
  };
}

const sizes = [
  {},
  { first: 0 },
  { first: 1 },
  { first: 2 },
  { first: 4 },
  { last: 0 },
  { last: 1 },
  { last: 2 },
  { last: 4 },
];

describe("the rows between two cursors, and whether there are more on either side", () => {
  const server = useTestServer();

  beforeEach(() =>
    givenCustomers(
      server,
      ids.map((id) => ({ id })),
    ),
  );

  it.each(sizes)("are correct for %j and any after and before", async (size) => {
    for (const after of places) {
      for (const before of places) {
        const variables = { ...size, after: cursorAt(after), before: cursorAt(before) };
        const { nodes, edges, pageInfo, totalCount } = (await server.run(customersPage, variables)).customers;
        const { nodes: expected, ...neighbors } = expectedPage({ after, before }, size);
        expect({ after, before, nodes: nodes.map(({ id }) => id), ...pageInfo }).toEqual({
          after,
          before,
          nodes: expected,
          ...neighbors,
        });
        expect(edges).toEqual(expected.map((id) => ({ cursor: cursorAt(id), node: { id } })));
        expect(totalCount).toBe(4);
      }
    }
  });
});
