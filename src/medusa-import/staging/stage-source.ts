import type { ClientBase } from "pg";
import type { MedusaSource } from "../source/medusa-source.js";
import type { RowsName, SourceOrder, SourceQueries } from "../source/source-rows.js";
import { v1Queries } from "../source/v1-queries.js";
import { v2Queries } from "../source/v2-queries.js";
import { createPriceConverter, stagedOrder, stagedPriceList } from "./staged-catalogue.js";
import {
  stagedAddress,
  stagedCustomer,
  stagedGroup,
  stagedLogin,
  stagedMembership,
  stagedRegion,
} from "./staged-rows.js";
import {
  createStagingTables,
  indexStagingTables,
  type StagedName,
  type StagedRow,
  stageRows,
} from "./staging-table.js";

/** Called while rows are read. */
export type OnRead = (rows: RowsName, done: number, total: number) => void;

interface Step<Name extends StagedName> {
  readonly rows: RowsName;
  readonly name: Name;
  readonly query: string;
  // biome-ignore lint/suspicious/noExplicitAny: each query returns the rows of its interface in source-rows.ts.
  readonly convert: (row: any) => StagedRow<Name>;
}

/** Copies all rows of Medusa that can come in to the staging tables, in their stored form. Memory does not grow with the rows. */
export async function stageSource(client: ClientBase, source: MedusaSource, onRead: OnRead): Promise<SourceQueries> {
  const queries = source.version === 1 ? v1Queries(source) : v2Queries(source);
  const { version } = source;
  await createStagingTables(client);
  const stage = <Name extends StagedName>(step: Step<Name>) => stageStep(client, source, step, onRead);
  await stage({ rows: "regions", name: "Region", query: queries.regions, convert: stagedRegion });
  await stage({ rows: "groups", name: "CustomerGroup", query: queries.groups, convert: stagedGroup });
  await stage({ rows: "customers", name: "Customer", query: queries.customers, convert: stagedCustomer });
  await stage({ rows: "logins", name: "Login", query: queries.logins, convert: stagedLogin });
  await stage({ rows: "addresses", name: "Address", query: queries.addresses, convert: stagedAddress });
  await stage({ rows: "memberships", name: "Membership", query: queries.memberships, convert: stagedMembership });
  await stage({ rows: "price lists", name: "PriceList", query: queries.priceLists, convert: stagedPriceList });
  await stage({ rows: "prices", name: "Price", query: queries.prices, convert: createPriceConverter(version) });
  const convertOrder = (row: SourceOrder) => stagedOrder(row, version);
  await stage({ rows: "orders", name: "Order", query: queries.orders, convert: convertOrder });
  await indexStagingTables(client);
  return queries;
}

async function stageStep<Name extends StagedName>(
  client: ClientBase,
  source: MedusaSource,
  { rows, name, query, convert }: Step<Name>,
  onRead: OnRead,
): Promise<void> {
  const total = await countRows(source, query);
  let done = 0;
  for await (const batch of source.batches(query)) {
    await stageRows(client, name, batch.map(convert));
    done += batch.length;
    onRead(rows, done, total);
  }
}

async function countRows(source: MedusaSource, query: string): Promise<number> {
  const [row] = await source.rows<{ count: number }>(`SELECT count(*)::int AS count FROM (${query}) q`);
  return row?.count ?? 0;
}
