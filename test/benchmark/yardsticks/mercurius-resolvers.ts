import type { Pool } from "pg";
import { decodeCursor, encodeCursor } from "./cursor.js";
import {
  customerColumns,
  insertCustomer,
  insertMembers,
  isEmailTaken,
  liveCustomer,
  liveGroup,
  newCustomerId,
  newestBySearch,
  normalizeEmail,
  searchCondition,
} from "./customers.js";
import { shownTypes } from "./pool.js";

interface Row {
  readonly id: string;
}

interface ListArgs {
  readonly first?: number;
  readonly after?: string;
  readonly offset?: number;
  readonly search?: string;
  readonly sort?: readonly object[];
}

/** The rows of the page, and one more row if there is a next page. */
interface Connection {
  readonly rows: readonly Row[];
  readonly size: number;
  readonly totalCount?: number | undefined;
}

interface Asked {
  readonly obj: Row;
  readonly params: { readonly first?: number };
}

const defaultPageSize = 50;

const addressesOf = (limit: number) => `SELECT p.n, a.* FROM unnest($1::text[]) WITH ORDINALITY AS p (id, n)
  CROSS JOIN LATERAL (
    SELECT a.id, a.first_name AS "firstName", a.last_name AS "lastName", a.company, a.address_1 AS address1,
      a.address_2 AS address2, a.city, a.postal_code AS "postalCode", a.country_code AS "countryCode",
      a.is_default_shipping AS "isDefaultShipping"
    FROM customer_address a WHERE a.customer_id = p.id AND a.deleted_at IS NULL ORDER BY a.id LIMIT ${limit}
  ) AS a`;
const groupsOf = (limit: number) => `SELECT p.n, g.* FROM unnest($1::text[]) WITH ORDINALITY AS p (id, n)
  CROSS JOIN LATERAL (
    SELECT g.id, g.name FROM customer_group_member m CROSS JOIN LATERAL ${liveGroup} AS g
    WHERE m.customer_id = p.id ORDER BY m.group_id LIMIT ${limit}
  ) AS g`;
const customersOf = (limit: number) => `SELECT p.n, c.* FROM unnest($1::text[]) WITH ORDINALITY AS p (id, n)
  CROSS JOIN LATERAL (
    SELECT ${customerColumns} FROM customer_group_member m CROSS JOIN LATERAL ${liveCustomer} AS c
    WHERE m.group_id = p.id ORDER BY m.customer_id LIMIT ${limit}
  ) AS c`;

const customersAfter = (limit: number) => `SELECT ${customerColumns} FROM customer c
  WHERE c.id > $1 AND c.deleted_at IS NULL ORDER BY c.id LIMIT ${limit}`;
const customersFrom = (limit: number) => `SELECT ${customerColumns} FROM customer c
  WHERE c.deleted_at IS NULL ORDER BY c.id LIMIT ${limit} OFFSET $1`;
const customerById = `SELECT ${customerColumns} FROM customer c WHERE c.id = $1 AND c.deleted_at IS NULL`;
const groupById = "SELECT id, name FROM customer_group WHERE id = $1 AND deleted_at IS NULL";

export function createResolvers(pool: Pool) {
  async function ask<T>(name: string | undefined, text: string, values: unknown[] = []): Promise<T[]> {
    return (await pool.query({ ...(name === undefined ? {} : { name }), text, values, types: shownTypes })).rows as T[];
  }

  /** Reads the lists of many parents with one statement. A document requests the same number of rows for each. */
  function listUnder(name: string, statement: (limit: number) => string) {
    return async (asked: readonly Asked[]): Promise<Connection[]> => {
      const size = asked[0]?.params.first ?? defaultPageSize;
      const ids = asked.map(({ obj }) => obj.id);
      const found = await ask<Row & { n: string }>(`${name} ${size}`, statement(size + 1), [ids]);
      const lists: Row[][] = ids.map(() => []);
      for (const row of found) lists[Number(row.n) - 1]?.push(row);
      return lists.map((rows) => ({ rows, size }));
    };
  }

  async function searchCustomers(search: string, size: number): Promise<Connection> {
    const rows = await ask<Row & { total: string }>(
      undefined,
      `SELECT ${customerColumns}, count(*) OVER () AS total FROM customer c WHERE ${searchCondition(search)}
        ORDER BY c.id LIMIT ${size + 1}`,
    );
    return { rows, size, totalCount: Number(rows[0]?.total ?? 0) };
  }

  async function newestCustomers(search: string, size: number): Promise<Connection> {
    const rows = await ask<Row & { total: string }>(undefined, newestBySearch(customerColumns, search, size + 1));
    return { rows, size, totalCount: Number(rows[0]?.total ?? 0) };
  }

  async function customers({ first, after, offset, search, sort }: ListArgs): Promise<Connection> {
    const size = first ?? defaultPageSize;
    // The only sorting that the jobs use: the newest first.
    if (search && sort) return newestCustomers(search, size);
    if (search) return searchCustomers(search, size);
    const rows = after
      ? await ask<Row>(`customers after ${size}`, customersAfter(size + 1), [decodeCursor(after)])
      : await ask<Row>(`customers from ${size}`, customersFrom(size + 1), [offset ?? 0]);
    return { rows, size };
  }

  const shownRows = ({ rows, size }: Connection) => (rows.length > size ? rows.slice(0, size) : rows);

  const resolvers = {
    Query: {
      customer: async (_: unknown, { id }: Row) => (await ask("customer", customerById, [id]))[0] ?? null,
      customers: (_: unknown, args: ListArgs) => customers(args),
      customerGroup: async (_: unknown, { id }: Row) => (await ask("group", groupById, [id]))[0] ?? null,
    },
    CustomerConnection: {
      nodes: shownRows,
      pageInfo: (connection: Connection) => {
        const last = shownRows(connection).at(-1);
        return {
          hasNextPage: connection.rows.length > connection.size,
          endCursor: last ? encodeCursor(last.id) : null,
        };
      },
      totalCount: async ({ totalCount }: Connection) =>
        totalCount ??
        (
          await ask<{ count: number }>("count", "SELECT count(*)::integer FROM customer WHERE deleted_at IS NULL", [])
        )[0]?.count,
    },
    AddressConnection: { nodes: shownRows },
    CustomerGroupConnection: { nodes: shownRows },
    Mutation: {
      customerCreate: async (
        _: unknown,
        { input }: { input: { email: string; firstName: string; lastName: string } },
      ) => {
        const customer = {
          id: newCustomerId(),
          email: normalizeEmail(input.email),
          createdAt: new Date().toISOString(),
        };
        try {
          await ask("insert customer", insertCustomer, [
            customer.id,
            customer.email,
            input.firstName,
            input.lastName,
            customer.createdAt,
          ]);
        } catch (error) {
          if (!isEmailTaken(error)) throw error;
          return { customer: null, userErrors: [{ code: "EMAIL_TAKEN" }] };
        }
        return { customer, userErrors: [] };
      },
      customerGroupAddCustomers: async (_: unknown, { id, customerIds }: { id: string; customerIds: string[] }) => {
        const [row] = await ask<{ isLive: boolean; missing: number; added: number }>("insert members", insertMembers, [
          id,
          customerIds,
          new Date().toISOString(),
        ]);
        return row?.isLive && row.missing === 0
          ? { customerGroup: { id }, added: row.added, userErrors: [] }
          : { customerGroup: null, added: 0, userErrors: [{ code: "NOT_FOUND" }] };
      },
    },
  };

  const loaders = {
    Customer: { addresses: listUnder("addresses", addressesOf), groups: listUnder("groups", groupsOf) },
    CustomerGroup: { customers: listUnder("customers of", customersOf) },
  };

  return { resolvers, loaders };
}
