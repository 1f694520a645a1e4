import pg from "pg";
import type { HttpConnection } from "./http-connection.js";
import { encodeCursor } from "./yardsticks/cursor.js";
import { searchCondition } from "./yardsticks/customers.js";

/** The values for the requests of the jobs. They are read from the database, in a random order that is the same in each run. */
export interface Samples {
  /** The number of customers. */
  readonly size: number;
  readonly customerIds: readonly string[];
  readonly groups: readonly { readonly id: string; readonly members: number }[];
  readonly names: readonly { readonly firstName: string; readonly lastName: string }[];
  /** Texts with some matches, but not thousands. */
  readonly rareSearches: readonly Search[];
  /** Texts that a few percent of the customers match. */
  readonly commonSearches: readonly Search[];
  readonly offset: number;
  readonly deepRow: number;
  readonly deepCursor: string;
}

export interface Search {
  readonly text: string;
  readonly matches: number;
}

const mostCustomers = 100_000;
const rareMatches = { least: 1, most: 500, count: 200 };
const commonShare = { least: 0.02, most: 0.1, count: 20 };
const indexedLetters = 3;
const mostOffset = 10_000;
const mostDeepRow = 50_000;
const pageSize = 250;

/** Reads them from the database of the server. */
export async function readSamples(databaseUrl: string, connection: HttpConnection): Promise<Samples> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const rowsOf = async <T extends object>(sql: string, values: unknown[] = []) =>
    (await client.query<T>(sql, values)).rows;
  try {
    const [{ size = 0 } = {}] = await rowsOf<{ size: number }>("SELECT count(*)::integer AS size FROM customer");
    const deepRow = Math.min(mostDeepRow, Math.floor(size / 2));
    const customers = await rowsOf<{ id: string }>(
      "SELECT id FROM customer WHERE deleted_at IS NULL ORDER BY md5(id) LIMIT $1",
      [mostCustomers],
    );
    const names = await rowsOf<{ firstName: string; lastName: string }>(
      `SELECT first_name AS "firstName", last_name AS "lastName" FROM customer
        WHERE deleted_at IS NULL AND first_name IS NOT NULL AND last_name IS NOT NULL ORDER BY md5(id || 'name') LIMIT 1000`,
    );
    return {
      size,
      customerIds: customers.map(({ id }) => id),
      groups: await rowsOf(
        `SELECT g.id, count(*)::integer AS members FROM customer_group g JOIN customer_group_member m ON m.group_id = g.id
          WHERE g.deleted_at IS NULL GROUP BY g.id ORDER BY md5(g.id)`,
      ),
      names,
      rareSearches: await findSearches(
        client,
        names.map(({ firstName, lastName }) => `${lastName} ${firstName}`),
        rareMatches,
      ),
      commonSearches: await findSearches(
        client,
        names.map(({ lastName }) => [...lastName].slice(0, indexedLetters).join("")),
        { ...commonShare, least: size * commonShare.least, most: size * commonShare.most },
      ),
      offset: Math.min(mostOffset, Math.floor(size / 2)),
      deepRow,
      deepCursor: await fetchCursor(connection, deepRow),
    };
  } finally {
    await client.end();
  }
}

/** Search texts with so many matches. Their words have three letters or more, so that an index finds them. */
async function findSearches(
  client: pg.Client,
  candidates: readonly string[],
  { least, most, count }: { least: number; most: number; count: number },
): Promise<Search[]> {
  const searches: Search[] = [];
  for (const text of new Set(candidates)) {
    if (text.split(/\s+/u).some((word) => [...word].length < indexedLetters)) continue;
    const { rows } = await client.query(
      `SELECT count(*)::integer AS matches FROM customer c WHERE ${searchCondition(text)}`,
    );
    const matches: number = rows[0].matches;
    if (matches >= least && matches <= most) searches.push({ text, matches });
    if (searches.length === count) break;
  }
  return searches;
}

/**
 * The server's cursor of a row. Offsets of the API are limited, so pages are read one after the other.
 * @throws if the cursor of the yardsticks is different.
 */
async function fetchCursor(connection: HttpConnection, row: number): Promise<string> {
  const query =
    "query($first: Int!, $after: String) { customers(first: $first, after: $after) { nodes { id } pageInfo { endCursor } } }";
  let after: string | null = null;
  for (let read = 0; read < row; ) {
    const variables = { first: Math.min(pageSize, row - read), after };
    const { customers } = await connection.ask(JSON.stringify({ query, variables }));
    const last = customers.nodes.at(-1);
    if (customers.nodes.length !== variables.first || customers.pageInfo.endCursor !== encodeCursor(last.id)) {
      throw new Error("The server's cursors are not what the yardsticks take them for.");
    }
    read += variables.first;
    after = customers.pageInfo.endCursor;
  }
  return after ?? "";
}
