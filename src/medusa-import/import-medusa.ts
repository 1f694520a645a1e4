import type { ClientBase, Pool } from "pg";
import { disableTimeLimits } from "../database/server/server-pool.js";
import { countDeletions, type ImportSummary, summarize } from "./import-summary.js";
import { planImport } from "./plan/plan-import.js";
import { MedusaImportError } from "./source/medusa-import-error.js";
import { MedusaSource } from "./source/medusa-source.js";
import type { LeftOutRows } from "./source/source-rows.js";
import { stageSource } from "./staging/stage-source.js";
import { writeImport } from "./write/write-import.js";

export interface MedusaImportOptions {
  /** The schema with the tables of Medusa. Default: the only one that has them. */
  readonly schema?: string | undefined;
  /** Plans and counts everything, and writes nothing. */
  readonly dryRun?: boolean | undefined;
  /** Also deletes when most rows of earlier runs are no longer in Medusa. */
  readonly allowDeletions?: boolean | undefined;
  readonly onProgress?: ((progress: MedusaImportProgress) => void) | undefined;
  /** Stops the import after the current batch. */
  readonly signal?: AbortSignal | undefined;
}

export interface MedusaImportProgress {
  readonly rows: string;
  readonly done: number;
  readonly total: number;
}

/**
 * Brings the customers, groups, addresses, memberships, price lists, orders and regions of a Medusa database into this one. It can
 * run any number of times, and writes only what has changed in Medusa. Medusa's values replace those here.
 *
 * It first copies the rows of Medusa to temporary tables here, in their stored form, then plans what becomes of each row, then
 * writes in batches.
 *
 * @throws MedusaImportError if the source is no Medusa database, if another import is running, or if most rows disappeared.
 */
export async function importMedusa(
  pool: Pool,
  source: ClientBase,
  options: MedusaImportOptions = {},
): Promise<ImportSummary> {
  const client = await pool.connect();
  try {
    await disableTimeLimits(client);
    await client.query("SET idle_in_transaction_session_timeout = 0");
    await lockImports(client);
    return await runImport(client, source, options);
  } finally {
    // The server may notice later that the connection is closed.
    await client.query("ROLLBACK; SELECT pg_advisory_unlock_all(); DISCARD TEMP").catch(() => {});
    client.release(true);
  }
}

async function lockImports(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ locked: boolean }>(
    "SELECT pg_try_advisory_lock(hashtextextended('medusa import', 0)) AS locked",
  );
  if (!rows[0]?.locked)
    throw new MedusaImportError("Another import from Medusa is writing to this database. Wait for its end.");
}

async function runImport(
  client: ClientBase,
  source: ClientBase,
  { schema, dryRun = false, allowDeletions = false, onProgress = () => {}, signal }: MedusaImportOptions,
): Promise<ImportSummary> {
  const report = (verb: string) => (rows: string, done: number, total: number) => {
    signal?.throwIfAborted();
    onProgress({ rows: `${verb} ${rows}`, done, total });
  };
  const { version, leftOut } = await readSource(client, source, schema, report("reading"));
  await planImport(client);
  const deletions = await countDeletions(client);
  if (!dryRun) {
    if (!allowDeletions) await checkDeletions(client);
    await writeImport(client, report("writing"));
  }
  return summarize(client, version, leftOut, deletions);
}

/** Stages all rows of Medusa. The transaction on Medusa's database ends here. */
async function readSource(
  client: ClientBase,
  source: ClientBase,
  schema: string | undefined,
  onRead: (rows: string, done: number, total: number) => void,
) {
  const medusa = await MedusaSource.open(source, schema);
  const queries = await stageSource(client, medusa, onRead);
  const leftOut = await medusa.rows<LeftOutRows>(queries.leftOut);
  await medusa.close();
  return { version: medusa.version, leftOut };
}

/** Fewer rows may disappear at a time without a question. */
const fewRows = 10;

/** Refuses to delete most of the rows of earlier runs: the source is probably another shop, or empty. */
async function checkDeletions(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ kind: string; gone: number; known: number }>(
    `SELECT v.kind, v.gone, m.known FROM (SELECT kind, count(*)::int AS gone FROM medusa_vanished GROUP BY kind) v
     JOIN (SELECT kind, count(*)::int AS known FROM medusa_row GROUP BY kind) m ON m.kind = v.kind
     WHERE v.gone > ${fewRows} AND v.gone * 2 > m.known ORDER BY v.kind`,
  );
  if (rows.length === 0) return;
  const list = rows.map(({ kind, gone, known }) => `${gone} of ${known} (${kind})`).join(", ");
  throw new MedusaImportError(
    `Most rows of earlier imports are no longer in this Medusa database: ${list}. They would be deleted here. ` +
      "If that is right, add --allow-deletions.",
  );
}
