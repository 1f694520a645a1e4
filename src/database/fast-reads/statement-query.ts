import pg, { type ClientBase, type FieldDef } from "pg";
import { prepareValue } from "pg/lib/utils.js";
import type { ReadSize } from "../limits/read-size.js";
import type { Statement } from "../sql/statement.js";
import { formatTimestamp } from "../sql/timestamp.js";
import { isPrepared, type PreparingConnection } from "./prepared-statements.js";

/** Rows of one description. */
interface RowShape {
  /** The same for the same names and types of columns. */
  readonly signature: string;
  /** Makes a row of its columns as PostgreSQL writes them. */
  read(columns: readonly (string | null)[]): unknown;
}

/** What is known of a statement, on whatever connection. */
export interface CachedStatement {
  /** What connections keep it under; empty when they do not. */
  readonly name: string;
  /** How its rows are read; undefined until PostgreSQL has described them. */
  rows?: RowShape;
}

/** What is called when a statement has failed, or has its rows. */
type StatementCallback = (fault: Error | null, rows?: unknown[]) => void;

/**
 * A statement on its way over a connection. Where the connection keeps it, its rows are described once, and not each time as
 * pg has it: to read that, and to make ready for it, takes longer than to read a row. PostgreSQL refuses a statement that it
 * keeps when its rows are no longer as described.
 */
export class StatementQuery extends pg.Query {
  /** Has it sent in parts, with its values apart from its text. */
  readonly queryMode = "extended";
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  /** `client.query` sets it, and puts another in its place when the server does not answer in time. */
  callback: StatementCallback | undefined;
  readonly #known: CachedStatement;
  readonly #readSize: ReadSize | undefined;
  /** How its rows are read, even if another connection learns meanwhile that they have changed. */
  #shape: RowShape | undefined;
  #rows: unknown[] = [];
  #fault: Error | undefined;

  constructor(known: CachedStatement, { text, values }: Statement, readSize?: ReadSize) {
    super(text);
    this.name = known.name;
    this.text = text;
    this.values = values;
    this.#known = known;
    this.#readSize = readSize;
  }

  /** Forgets what came of it, to be sent once more. */
  reset(): this {
    this.callback = undefined;
    this.#rows = [];
    this.#fault = undefined;
    return this;
  }

  /** In place of pg's own: `submit` calls it, and sends what it writes in one piece. */
  prepare(connection: PreparingConnection): void {
    try {
      // Before anything is written: half a message would be read together with the next one.
      this.#write(
        connection,
        this.values.map((value) => prepareValue(value)),
      );
    } catch (error) {
      this.#fault = error as Error;
    }
    connection.sync();
  }

  #write(connection: PreparingConnection, values: unknown[]): void {
    const { name, text } = this;
    const isKept = isPrepared(connection, name);
    if (!isKept) connection.parse({ name, text, types: [] }, true);
    if (!isKept && name !== "") connection.submittedNamedStatements[name] = text;
    // pg's types ask for settings that have defaults.
    connection.bind({ statement: name, values } as never, true);
    this.#shape = isKept ? this.#known.rows : undefined;
    if (this.#shape === undefined) connection.describe({ type: "P" }, true);
    connection.execute({}, true);
  }

  handleRowDescription({ fields }: { fields: readonly FieldDef[] }): void {
    const signature = fields.map(({ name, dataTypeID }) => `${dataTypeID} ${name}`).join();
    if (this.#known.rows?.signature !== signature) this.#known.rows = { signature, read: rowReader(fields) };
    this.#shape = this.#known.rows;
  }

  handleDataRow({ fields, length }: { fields: readonly (string | null)[]; length: number }): void {
    if (this.#fault !== undefined) return;
    try {
      this.#readSize?.add(length);
      if (this.#shape === undefined) throw new Error("Rows came without a description.");
      this.#rows.push(this.#shape.read(fields));
    } catch (error) {
      this.#fault = error as Error;
    }
  }

  /** pg's own collects results, of which there is one. */
  handleCommandComplete(): void {}

  handleError(fault: Error): void {
    this.callback?.(fault);
  }

  handleReadyForQuery(): void {
    if (this.#fault === undefined) this.callback?.(null, this.#rows);
    else this.callback?.(this.#fault);
  }
}

/** Sends a statement over a connection. */
export function send(client: ClientBase, statement: StatementQuery, callback: StatementCallback): void {
  // pg's types leave the callback out.
  (client as { query(statement: StatementQuery, callback: StatementCallback): void }).query(statement, callback);
}

/**
 * A function that is made for the columns of a statement: one for all statements takes several times as long. The names are
 * those of our own select lists.
 */
function rowReader(fields: readonly FieldDef[]): RowShape["read"] {
  const parsers = fields.map(({ dataTypeID }) =>
    dataTypeID === pg.types.builtins.TIMESTAMPTZ ? formatTimestamp : pg.types.getTypeParser(dataTypeID, "text"),
  );
  const properties = fields.map(({ name }, index) => {
    const column = `columns[${index}]`;
    return `${JSON.stringify(name)}: ${column} === null ? null : parsers[${index}](${column})`;
  });
  return new Function("parsers", `return (columns) => ({ ${properties.join(", ")} });`)(parsers);
}
