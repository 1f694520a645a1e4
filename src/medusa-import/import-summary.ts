import type { ClientBase } from "pg";
import { decimalsOfAnyCurrency } from "../shop/currency/currency.data.js";
import type { LeftOutRows, RowsName } from "./source/source-rows.js";
import { type StagedName, staging } from "./staging/staging-table.js";
import { vanishedMemberships, vanishedPasswords } from "./write/write-people.js";

/** The numbers of rows of one kind, by their outcome. `read` is the sum of the others, except for `deleted`. */
export interface RowCounts {
  readonly rows: RowsName;
  readonly read: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly leftOut: number;
  /** Rows of earlier runs that Medusa no longer has. They are deleted here. */
  readonly deleted: number;
}

/** A reason for which rows were refused, left out or changed. */
export interface Reason {
  readonly rows: RowsName;
  readonly outcome: "refused" | "left out" | "note";
  /** For refused rows: the code of a user error, and the field. */
  readonly reason: string;
  readonly count: number;
  /** Some of the rows: their ids in Medusa. */
  readonly ids: readonly string[];
  /** The ids of the objects here that have the email or the name, in the order of `ids`. */
  readonly existingIds: readonly (string | null)[];
}

export interface ImportSummary {
  readonly version: "1.20" | "2.x";
  readonly counts: readonly RowCounts[];
  readonly reasons: readonly Reason[];
  readonly warnings: readonly string[];
}

const shownIds = 5;

const stagedRows: readonly (readonly [RowsName, StagedName])[] = [
  ["regions", "Region"],
  ["groups", "CustomerGroup"],
  ["customers", "Customer"],
  ["logins", "Login"],
  ["addresses", "Address"],
  ["memberships", "Membership"],
  ["price lists", "PriceList"],
  ["prices", "Price"],
  ["orders", "Order"],
];

/** Counts the rows that the plan deletes. Must be called before the import writes. */
export async function countDeletions(client: ClientBase): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ name: string; count: number }>(
    `SELECT kind AS name, count(*)::int AS count FROM medusa_vanished GROUP BY kind
     UNION ALL SELECT 'Membership', count(*)::int FROM (${vanishedMemberships}) v
     UNION ALL SELECT 'Login', count(*)::int FROM (${vanishedPasswords}) v
     UNION ALL SELECT 'drafts', count(*)::int FROM medusa_price_list s JOIN price_list t ON t.id = s.target_id
       WHERE s.problem IS NOT NULL AND t.status = 'ACTIVE' AND t.deleted_at IS NULL`,
  );
  return new Map(rows.map(({ name, count }) => [name, count]));
}

/** Sums up what became of all rows. */
export async function summarize(
  client: ClientBase,
  version: 1 | 2,
  leftOut: readonly LeftOutRows[],
  deletions: ReadonlyMap<string, number>,
): Promise<ImportSummary> {
  const counts: RowCounts[] = [];
  const reasons: Reason[] = [];
  for (const [rows, name] of stagedRows) {
    const notRead = leftOut.filter((each) => each.rows === rows && each.count > 0);
    counts.push(await countsOf(client, rows, name, { notRead, deleted: deletions.get(name) ?? 0 }));
    reasons.push(...(await reasonsOf(client, rows, name)));
    for (const { reason, count } of notRead) reasons.push({ ...none, rows, outcome: "left out", reason, count });
    reasons.push(...(await notesOf(client, rows, name)));
  }
  const drafts = deletions.get("drafts") ?? 0;
  const reason = "set to DRAFT here: the list was refused";
  if (drafts > 0) reasons.push({ ...none, rows: "price lists", outcome: "note", reason, count: drafts });
  const warnings = version === 1 ? await currencyWarnings(client) : [];
  return { version: version === 1 ? "1.20" : "2.x", counts, reasons, warnings };
}

const none = { ids: [], existingIds: [] } as const;

async function countsOf(
  client: ClientBase,
  rows: RowsName,
  name: StagedName,
  { notRead, deleted }: { notRead: readonly LeftOutRows[]; deleted: number },
): Promise<RowCounts> {
  const result = await client.query<{ outcome: string; count: number }>(
    `SELECT outcome, count(*)::int AS count FROM ${staging[name].name} GROUP BY outcome`,
  );
  const of = (outcome: string) => result.rows.find((row) => row.outcome === outcome)?.count ?? 0;
  const [created, updated, unchanged, refused] = [of("created"), of("updated"), of("unchanged"), of("refused")];
  const leftOut = of("left out") + notRead.reduce((sum, { count }) => sum + count, 0);
  const read = created + updated + unchanged + refused + leftOut;
  return { rows, read, created, updated, unchanged, refused, leftOut, deleted };
}

async function reasonsOf(client: ClientBase, rows: RowsName, name: StagedName): Promise<Reason[]> {
  const result = await client.query<Omit<Reason, "rows">>(
    `SELECT outcome, problem AS reason, count(*)::int AS count,
       (array_agg(coalesce(medusa_id, '') ORDER BY seq))[1:${shownIds}] AS ids,
       (array_agg(existing_id ORDER BY seq))[1:${shownIds}] AS "existingIds"
     FROM ${staging[name].name} WHERE outcome IN ('refused', 'left out') GROUP BY outcome, problem ORDER BY outcome DESC, count DESC, problem`,
  );
  return result.rows.map((row) => ({ ...row, rows }));
}

async function notesOf(client: ClientBase, rows: RowsName, name: StagedName): Promise<Reason[]> {
  const { columns, planned } = staging[name];
  const notes: [string, string][] = [];
  if ("moved" in planned) notes.push(["moved", "of a refused customer or group, went to the one that came in"]);
  if ("lost_metadata" in columns) notes.push(["lost_metadata", "metadata left out: it is no object"]);
  const reasons: Reason[] = [];
  for (const [column, reason] of notes) {
    const { rows: found } = await client.query<{ count: number; ids: string[] | null }>(
      `SELECT count(*)::int AS count, (array_agg(medusa_id ORDER BY seq))[1:${shownIds}] AS ids
       FROM ${staging[name].name} WHERE ${column} AND outcome IN ('created', 'updated', 'unchanged')`,
    );
    const [{ count, ids } = { count: 0, ids: null }] = found;
    if (count > 0) reasons.push({ rows, outcome: "note", reason, count, ids: ids ?? [], existingIds: [] });
  }
  return reasons;
}

/** The currencies for which the admin app of Medusa 1.20 does not use two decimals. */
const medusaDecimals = new Map([
  ..."AFN BIF CLP DJF GNF IQD IRR JPY KMF KRW MGA PKR PYG RSD RWF SOS SYP VND XAF XOF ZMW ZWL"
    .split(" ")
    .map((code) => [code, 0] as const),
  ..."BHD JOD KWD LYD OMR TND".split(" ").map((code) => [code, 3] as const),
]);

async function currencyWarnings(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ code: string }>(
    `SELECT currency_code AS code FROM medusa_order WHERE currency_code IS NOT NULL
     UNION SELECT price::jsonb ->> 'currencyCode' FROM medusa_price WHERE price IS NOT NULL ORDER BY code`,
  );
  return rows.flatMap(({ code }) => {
    const iso = decimalsOfAnyCurrency(code);
    const medusa = medusaDecimals.get(code) ?? 2;
    if (iso === undefined || iso === medusa) return [];
    return `Check amounts in ${code}: they were read with the ${iso} decimals of ISO 4217, but Medusa 1.20 shows ${medusa}.`;
  });
}
