import type { Pool } from "pg";
import type { OperationName } from "../documents.js";
import { decodeCursor, encodeCursor } from "./cursor.js";
import {
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
import { isoTimestamp, textTypes } from "./pool.js";

/** One row in the text format of PostgreSQL. */
type Row = readonly (string | null)[];

/** Writes the JSON of `data`. */
type Answer = (variables: Record<string, string> & { customerIds: string[]; offset: number }) => Promise<string>;

const pageSize = 50;
const searchSize = 20;
const listSize = 10;

/*
 * Nested objects are read in the same statement as their parents. The parts of a UNION share their columns. Each row
 * contains its kind and the number of its customer.
 */
const customerRow = "c.id, c.email, c.first_name, c.last_name, c.company_name, c.phone, c.has_account, c.created_at";
const customerPart = `0 AS part, c.n, c.id AS t1, c.email AS t2, c.first_name AS t3, c.last_name AS t4, c.company_name AS t5,
  c.phone AS t6, NULL AS t7, NULL AS t8, NULL AS t9, c.has_account AS flag, c.created_at AS at`;

function addressesPart(from: string): string {
  return `SELECT 1, c.n, a.* FROM ${from} CROSS JOIN LATERAL (
    SELECT a.id, a.first_name, a.last_name, a.company, a.address_1, a.address_2, a.city, a.postal_code, a.country_code,
      a.is_default_shipping, NULL::timestamptz
    FROM customer_address a WHERE a.customer_id = c.id AND a.deleted_at IS NULL ORDER BY a.id LIMIT ${listSize + 1}
  ) AS a`;
}

function groupsPart(from: string): string {
  return `SELECT 2, c.n, g.id, g.name, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM ${from} CROSS JOIN LATERAL (
    SELECT g.id, g.name FROM customer_group_member m CROSS JOIN LATERAL ${liveGroup} AS g
    WHERE m.customer_id = c.id ORDER BY m.group_id LIMIT ${listSize + 1}
  ) AS g`;
}

const pageOf = (
  rows: string,
) => `WITH page AS MATERIALIZED (SELECT row_number() OVER () - 1 AS n, c.* FROM (${rows}) AS c)
  SELECT ${customerPart} FROM page c`;
const shownPage = `(SELECT n, id FROM page WHERE n < ${pageSize}) AS c`;

const customerById = `SELECT ${customerRow} FROM customer c WHERE c.id = $1 AND c.deleted_at IS NULL`;
const customersAfter = `SELECT ${customerRow} FROM customer c WHERE c.id > $1 AND c.deleted_at IS NULL
  ORDER BY c.id LIMIT ${pageSize + 1}`;
const customersFrom = `SELECT ${customerRow} FROM customer c WHERE c.deleted_at IS NULL
  ORDER BY c.id LIMIT ${pageSize + 1} OFFSET $1`;
const membersOf = `SELECT ${customerRow} FROM customer_group_member m CROSS JOIN LATERAL ${liveCustomer} AS c
  WHERE m.group_id = $1 ORDER BY m.customer_id LIMIT ${pageSize + 1}`;

const statements = {
  customerById,
  customersAfter,
  customersFrom,
  customerWithLists: `${pageOf(customerById)} UNION ALL ${addressesPart("page c")} UNION ALL ${groupsPart("page c")}`,
  customersWithLists: `${pageOf(customersAfter)} UNION ALL ${addressesPart(shownPage)} UNION ALL ${groupsPart(shownPage)}`,
  groupWithCustomers: `${pageOf(membersOf)} UNION ALL ${addressesPart(shownPage)}
    UNION ALL SELECT 3, 0, g.id, g.name, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM customer_group g WHERE g.id = $1 AND g.deleted_at IS NULL`,
  insertCustomer,
  insertMembers,
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes them
const special = /["\\\u0000-\u001f\ud800-\udfff]/;

function json(text: string | null | undefined): string {
  if (text === null || text === undefined) return "null";
  return special.test(text) ? JSON.stringify(text) : `"${text}"`;
}

const boolean = (text: string | null | undefined) => (text === "t" ? "true" : "false");

/** The types of the objects of the responses. */
const objectTypes = [
  "Address",
  "AddressConnection",
  "Customer",
  "CustomerConnection",
  "CustomerGroup",
  "CustomerGroupConnection",
  "CustomerGroupMembersPayload",
  "CustomerPayload",
  "PageInfo",
] as const;

/** The begin of the JSON of an object of each type. */
type Opening = Readonly<Record<(typeof objectTypes)[number], string>>;

function openings(withTypenames: boolean): Opening {
  const entries = objectTypes.map((type) => [type, withTypenames ? `{"__typename":"${type}",` : "{"]);
  return Object.fromEntries(entries) as Opening;
}

/** The fields of a customer in the order of the documents, without the closing brace. */
function openCustomer(open: Opening, row: Row, id: number, hasAccount: number): string {
  return `${open.Customer}"id":"${row[id]}","email":${json(row[id + 1])},"firstName":${json(row[id + 2])},"lastName":${json(row[id + 3])},"companyName":${json(row[id + 4])},"phone":${json(row[id + 5])},"hasAccount":${boolean(row[hasAccount])},"createdAt":"${isoTimestamp(row[hasAccount + 1] ?? "")}"`;
}

const customer = (open: Opening, row: Row) => `${openCustomer(open, row, 0, 6)}}`;

function address(open: Opening, row: Row): string {
  return `${open.Address}"id":"${row[2]}","firstName":${json(row[3])},"lastName":${json(row[4])},"company":${json(row[5])},"address1":${json(row[6])},"address2":${json(row[7])},"city":${json(row[8])},"postalCode":${json(row[9])},"countryCode":${json(row[10])},"isDefaultShipping":${boolean(row[11])}}`;
}

const group = (open: Opening, row: Row) => `${open.CustomerGroup}"id":"${row[2]}","name":${json(row[3])}}`;

/** A customer of a page and its lists, while rows arrive. */
interface Shown {
  readonly fields: string;
  addresses: string;
  addressCount: number;
  groups: string;
  groupCount: number;
}

/** The customers of a page with their lists. */
function customersWithLists(open: Opening, rows: readonly Row[], withGroups: boolean): string[] {
  const shown: Shown[] = [];
  for (const row of rows) {
    const n = Number(row[1]);
    if (row[0] === "0") {
      if (n < pageSize) {
        shown[n] = {
          fields: openCustomer(open, row, 2, 11),
          addresses: "",
          addressCount: 0,
          groups: "",
          groupCount: 0,
        };
      }
      continue;
    }
    const owner = shown[n];
    if (owner === undefined) continue;
    if (row[0] === "1" && owner.addressCount < listSize) {
      owner.addresses += owner.addressCount === 0 ? address(open, row) : `,${address(open, row)}`;
      owner.addressCount += 1;
    } else if (row[0] === "2" && owner.groupCount < listSize) {
      owner.groups += owner.groupCount === 0 ? group(open, row) : `,${group(open, row)}`;
      owner.groupCount += 1;
    }
  }
  return shown.map(({ fields, addresses, groups }) =>
    withGroups
      ? `${fields},"addresses":${open.AddressConnection}"nodes":[${addresses}]},"groups":${open.CustomerGroupConnection}"nodes":[${groups}]}}`
      : `${fields},"addresses":${open.AddressConnection}"nodes":[${addresses}]}}`,
  );
}

const customerList = (open: Opening, rows: readonly Row[]) => rows.map((row) => customer(open, row)).join(",");

function pageWithInfo(open: Opening, rows: readonly Row[]): string {
  const shown = rows.slice(0, pageSize);
  const last = shown.at(-1)?.[0];
  const endCursor = last ? `"${encodeCursor(last)}"` : "null";
  return `{"customers":${open.CustomerConnection}"nodes":[${customerList(open, shown)}],"pageInfo":${open.PageInfo}"hasNextPage":${rows.length > pageSize},"endCursor":${endCursor}}}}`;
}

const notFound = '[{"code":"NOT_FOUND"}]';

/** The statement and the JSON writer of each operation. Each object has its `__typename` if the client asks for it. */
export function createAnswers(pool: Pool, withTypenames: boolean): Record<OperationName, Answer> {
  const open = openings(withTypenames);

  async function ask(name: keyof typeof statements, values: unknown[]): Promise<Row[]> {
    return (await pool.query<string[]>({ name, text: statements[name], values, rowMode: "array", types: textTypes }))
      .rows;
  }

  /** The customers of a search, with their number in the last column. */
  async function found(text: string): Promise<string> {
    const { rows } = await pool.query<string[]>({ text, rowMode: "array", types: textTypes });
    const total = rows[0]?.[8] ?? 0;
    return `{"customers":${open.CustomerConnection}"totalCount":${total},"nodes":[${customerList(open, rows)}]}}`;
  }

  return {
    async Customer({ id }) {
      const [row] = await ask("customerById", [id]);
      return `{"customer":${row ? customer(open, row) : "null"}}`;
    },
    async CustomerWithLists({ id }) {
      const [shown = "null"] = customersWithLists(open, await ask("customerWithLists", [id]), true);
      return `{"customer":${shown}}`;
    },
    async Customers({ after }) {
      const rows = await ask("customersAfter", [after ? decodeCursor(after) : ""]);
      return `{"customers":${open.CustomerConnection}"nodes":[${customerList(open, rows.slice(0, pageSize))}]}}`;
    },
    async CustomersWithLists({ after }) {
      const rows = await ask("customersWithLists", [after ? decodeCursor(after) : ""]);
      return `{"customers":${open.CustomerConnection}"nodes":[${customersWithLists(open, rows, true).join(",")}]}}`;
    },
    async Group({ id }) {
      const rows = await ask("groupWithCustomers", [id]);
      const found = rows.find(([part]) => part === "3");
      if (found === undefined) return '{"customerGroup":null}';
      const customers = customersWithLists(open, rows, false).join(",");
      return `{"customerGroup":${open.CustomerGroup}"id":"${found[2]}","name":${json(found[3])},"customers":${open.CustomerConnection}"nodes":[${customers}]}}}`;
    },
    Search: ({ search = "" }) =>
      found(`SELECT ${customerRow}, count(*) OVER () FROM customer c WHERE ${searchCondition(search)}
        ORDER BY c.id LIMIT ${searchSize}`),
    SearchNewest: ({ search = "" }) => found(newestBySearch(customerRow, search, searchSize)),
    async PageByOffset({ offset }) {
      return pageWithInfo(open, await ask("customersFrom", [offset]));
    },
    async PageByCursor({ after = "" }) {
      return pageWithInfo(open, await ask("customersAfter", [decodeCursor(after)]));
    },
    async CustomerCreate({ email = "", firstName, lastName }) {
      const [id, normal, now] = [newCustomerId(), normalizeEmail(email), new Date().toISOString()];
      try {
        await ask("insertCustomer", [id, normal, firstName, lastName, now]);
      } catch (error) {
        if (!isEmailTaken(error)) throw error;
        return '{"customerCreate":{"customer":null,"userErrors":[{"code":"EMAIL_TAKEN"}]}}';
      }
      return `{"customerCreate":${open.CustomerPayload}"customer":${open.Customer}"id":"${id}","email":${json(normal)},"createdAt":"${now}"},"userErrors":[]}}`;
    },
    async GroupAddCustomers({ id, customerIds }) {
      const [row] = await ask("insertMembers", [id, customerIds, new Date().toISOString()]);
      const isDone = row?.[0] === "t" && row[1] === "0";
      return isDone
        ? `{"customerGroupAddCustomers":${open.CustomerGroupMembersPayload}"customerGroup":${open.CustomerGroup}"id":"${id}"},"added":${row[2]},"userErrors":[]}}`
        : `{"customerGroupAddCustomers":{"customerGroup":null,"added":0,"userErrors":${notFound}}}`;
    },
  };
}
