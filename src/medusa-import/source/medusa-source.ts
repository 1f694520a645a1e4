import type { ClientBase } from "pg";
import { readLayout, type SourceLayout } from "./source-layout.js";

const rowsPerFetch = 1_000;

/** The SQL types that columns of Medusa are read as. */
export type SourceType = "text" | "jsonb" | "boolean" | "integer" | "numeric" | "timestamptz";

/** A database of Medusa. All reads see the same snapshot. */
export class MedusaSource {
  readonly #client: ClientBase;
  readonly #layout: SourceLayout;
  #cursors = 0;

  private constructor(client: ClientBase, layout: SourceLayout) {
    this.#client = client;
    this.#layout = layout;
  }

  /**
   * Starts the transaction of all reads, which cannot write.
   * @throws MedusaImportError if the database is of neither version, or of both.
   */
  static async open(client: ClientBase, schema: string | undefined): Promise<MedusaSource> {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await client.query(`
      SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL jit = off;
      SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
      -- All rows of a cursor are read, so the plan for all rows is the best.
      SET LOCAL cursor_tuple_fraction = 1`);
    return new MedusaSource(client, await readLayout(client, schema));
  }

  get version(): 1 | 2 {
    return this.#layout.version;
  }

  /**
   * Returns a table as a subquery with these columns. A column that this release lacks is null, and a table that it lacks is
   * empty.
   */
  relation(table: string, columns: Readonly<Record<string, SourceType>>): string {
    const known = this.#layout.columns.get(table);
    const list = Object.entries(columns).map(([name, type]) =>
      known?.has(name) ? `"${name}"::${type} AS "${name}"` : `NULL::${type} AS "${name}"`,
    );
    const from = known === undefined ? "WHERE false" : `FROM ${quoted(this.#layout.schema)}.${quoted(table)}`;
    return `(SELECT ${list.join(", ")} ${from})`;
  }

  /** Reads the rows of a query in batches. */
  async *batches<Row extends object>(query: string): AsyncGenerator<Row[]> {
    this.#cursors += 1;
    const cursor = `medusa_${this.#cursors}`;
    await this.#client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${query}`);
    for (;;) {
      const { rows } = await this.#client.query<Row>(`FETCH ${rowsPerFetch} FROM ${cursor}`);
      if (rows.length > 0) yield rows;
      if (rows.length < rowsPerFetch) break;
    }
    await this.#client.query(`CLOSE ${cursor}`);
  }

  async rows<Row extends object>(query: string): Promise<Row[]> {
    return (await this.#client.query<Row>(query)).rows;
  }

  /** Ends the transaction. */
  async close(): Promise<void> {
    await this.#client.query("ROLLBACK");
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
