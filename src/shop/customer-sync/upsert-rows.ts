import type { Caller } from "../../access/auth/caller.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { Pauses } from "../../graphql/event-loop/pauses.js";
import { checkInput } from "../../graphql/input/check-input.js";
import type { CustomerUpsertRow } from "./customer-upsert.input.js";
import { NamedCustomers, possibleNames } from "./named-customers.js";
import { readFacts } from "./upsert-facts.js";
import type { PlannedRow } from "./upsert-plan.js";
import { UpsertPlanner } from "./upsert-planner.js";
import { type ParsedRow, parseRow } from "./upsert-row.rules.js";
import { writePlans } from "./upsert-write.js";

export interface UpsertOptions {
  readonly caller: Caller | null;
  readonly dryRun: boolean;
  readonly skipsBadRows: boolean;
  /** The customers that rows of earlier calls identify. Default: none. */
  readonly earlierNames?: EarlierNames | undefined;
}

/** Remembers the customers that rows identify, over several calls. */
export interface EarlierNames {
  /** Returns those of the names that were added before. */
  find(tx: Tx, names: readonly string[]): Promise<ReadonlySet<string>>;
  add(tx: Tx, names: readonly string[]): Promise<void>;
}

/** Plans all rows, and writes those without errors if the options allow it. */
export async function upsertRows(
  tx: Tx,
  rows: readonly ParsedRow[],
  { caller, dryRun, skipsBadRows, earlierNames }: UpsertOptions,
): Promise<PlannedRow[]> {
  const now = new Date();
  const facts = await readFacts(tx, rows);
  const named = new NamedCustomers(await earlierNames?.find(tx, possibleNames(rows, facts)));
  const planner = new UpsertPlanner(facts, { caller, now, named });
  const planned: PlannedRow[] = [];
  const pauses = new Pauses();
  for (const row of rows) {
    if (pauses.isDue) await pauses.pause();
    planned.push(await planner.plan(row));
  }
  const plans = planned.flatMap(({ plan }) => plan ?? []);
  const isAllowed = skipsBadRows || plans.length === rows.length;
  if (isAllowed && !dryRun) await writePlans(tx, plans, now);
  await earlierNames?.add(tx, named.added);
  return planned;
}

/** Checks the rules that need no database. */
export async function parseRows(rows: readonly CustomerUpsertRow[]): Promise<ParsedRow[]> {
  const parsed: ParsedRow[] = [];
  const pauses = new Pauses();
  for (const [index, row] of rows.entries()) {
    if (pauses.isDue) await pauses.pause();
    parsed.push(parseRow(row, { index, removedSystems: null }, await checkInput(row, [])));
  }
  return parsed;
}
