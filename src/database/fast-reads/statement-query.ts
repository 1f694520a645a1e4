import pg, { type ClientBase, type FieldDef } from "pg";
import { prepareValue } from "pg/lib/utils.js";
import type { ReadSize } from "../limits/read-size.js";
import type { Statement } from "../sql/sql.js";
import { formatTimestamp } from "../sql/timestamp.js";
import { type CachedStatement, isPrepared, type PreparingConnection, type RowShape } from "./prepared-statements.js";

/** Called when a statement has failed or has returned its rows. */
type StatementCallback = (fault: Error | null, rows?: unknown[]) => void;

/**
 * A query that is sent over a connection. For a prepared statement, PostgreSQL describes the rows once, and not for each
 * execution as with pg's own query. Reading the description takes longer than reading a row. PostgreSQL rejects a prepared
 * statement whose row type has changed.
 */
export class StatementQuery extends pg.Query {
  /** Uses the extended query protocol, which sends values separately from the text. */
  readonly queryMode = "extended";
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  /** Set by `client.query`, which replaces it if the server does not answer in time. */
  callback: StatementCallback | undefined;
  readonly #cached: CachedStatement;
  readonly #readSize: ReadSize | undefined;
  /** The shape used for this execution, even if another connection receives a new description meanwhile. */
  #shape: RowShape | undefined;
  #rows: unknown[] = [];
  #fault: Error | undefined;

  constructor(cached: CachedStatement, { text, values }: Statement, readSize?: ReadSize) {
    super(text);
    this.name = cached.name;
    this.text = text;
    this.values = values;
    this.#cached = cached;
    this.#readSize = readSize;
  }

  /** Clears the result, so that the query can be sent again. */
  reset(): this {
    this.callback = undefined;
    this.#rows = [];
    this.#fault = undefined;
    return this;
  }

  /** Replaces pg's method. `submit` calls it and sends its output in one piece. */
  prepare(connection: PreparingConnection): void {
    try {
      // Values are converted before anything is written. An incomplete message would be read together with the next one.
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
    const isAlreadyPrepared = isPrepared(connection, name);
    if (!isAlreadyPrepared) connection.parse({ name, text, types: [] }, true);
    if (!isAlreadyPrepared && name !== "") connection.submittedNamedStatements[name] = text;
    // pg's types require settings that have defaults.
    connection.bind({ statement: name, values } as never, true);
    this.#shape = isAlreadyPrepared ? this.#cached.rows : undefined;
    if (this.#shape === undefined) connection.describe({ type: "P" }, true);
    connection.execute({}, true);
  }

  handleRowDescription({ fields }: { fields: readonly FieldDef[] }): void {
    const signature = fields.map(({ name, dataTypeID }) => `${dataTypeID} ${name}`).join();
    if (this.#cached.rows?.signature !== signature) this.#cached.rows = { signature, read: rowReader(fields) };
    this.#shape = this.#cached.rows;
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

  /** pg's method collects results. There is only one result. */
  handleCommandComplete(): void {}

  handleError(fault: Error): void {
    this.callback?.(fault);
  }

  handleReadyForQuery(): void {
    if (this.#fault === undefined) this.callback?.(null, this.#rows);
    else this.callback?.(this.#fault);
  }
}

/** Sends a query over a connection. */
export function send(client: ClientBase, statement: StatementQuery, callback: StatementCallback): void {
  // pg's types omit the callback.
  (client as { query(statement: StatementQuery, callback: StatementCallback): void }).query(statement, callback);
}

/**
 * Generates a function for the columns of a statement. A generic function takes several times as long. The column names come
 * from our own select lists.
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
