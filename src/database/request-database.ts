import type { Database } from "./database.js";
import { isRetryable, isUniqueViolation } from "./errors/errors.js";
import type { Reader, ReadOptions, RequestLimits } from "./fast-reads/reader.js";
import { ReplicaReader } from "./replicas/replicas.js";
import type { Statement } from "./sql/sql.js";
import { type Actor, actorJson } from "./transactions/actor.js";
import { inTransaction, type TransactionOptions, type Tx } from "./transactions/transaction.js";

/** The limits and the id of a request. */
export type RequestDatabaseOptions = Omit<RequestLimits & TransactionOptions, "connections">;

/** A write with one statement, which is a separate transaction. It returns one row, or none if it wrote nothing. */
export interface StatementWrite<Row, Result> {
  /** @param actor is the value for the `actorClause` of the statement, so that history names the actor. */
  readonly create: (actor: string) => Statement;
  readonly toResult: (row: Row) => Result;
}

/**
 * The database access of one request. All reads and writes of the request go through this object, which applies the limits of
 * the request. Transactions have Prisma's models; docs/decisions/0010-reading-past-prisma.md lists the SQL beside them.
 */
export class RequestDatabase implements Reader {
  readonly #database: Database;
  readonly #request: RequestLimits & TransactionOptions;
  readonly #primary: Reader;
  #reader: Reader;

  constructor(database: Database, { requestId, deadline, readSize, precondition }: RequestDatabaseOptions = {}) {
    const connections = database.connectionLimits?.ofRequest();
    this.#database = database;
    this.#request = { requestId, deadline, readSize, precondition, connections };
    this.#primary = database.reader.within(this.#request);
    this.#reader = this.#primary;
  }

  /**
   * Returns the rows of one statement.
   * @throws StatementError
   */
  read<Row>(statement: Statement, options?: ReadOptions): Promise<Row[]> {
    return this.#reader.read(statement, options);
  }

  /** Runs `work` in a transaction with Prisma's models. After a conflict it runs again: see {@link inTransaction}. */
  transaction<T>(actor: Actor | null, work: (tx: Tx) => Promise<T>): Promise<T> {
    return inTransaction(this.#database.prisma, actor, work, this.#request);
  }

  /**
   * Writes with one statement if possible, otherwise in a transaction (docs/decisions/0011-one-statement-writes.md). If the
   * statement writes nothing, the transaction runs and finds the reason.
   * @param statement is null if the write needs several statements.
   */
  async writeOnceOrInTransaction<Row, Once, Result>(
    actor: Actor | null,
    statement: StatementWrite<Row, Once> | null,
    work: (tx: Tx) => Promise<Result>,
  ): Promise<Once | Result> {
    const row = statement === null ? undefined : await this.#writeOnce<Row>(actor, statement);
    return statement === null || row === undefined ? this.transaction(actor, work) : statement.toResult(row);
  }

  /** Returns the row of the statement, or undefined if it wrote nothing or failed because of a concurrent write. */
  async #writeOnce<Row>(actor: Actor | null, { create }: StatementWrite<Row, unknown>): Promise<Row | undefined> {
    const { requestId, precondition } = this.#request;
    // The precondition is a second statement, so it needs a transaction.
    if (precondition !== undefined) return undefined;
    try {
      const options = { keepPrepared: true, dedicatedConnection: true };
      const [row] = await this.#primary.read<Row>(create(actorJson(actor, requestId)), options);
      return row;
    } catch (error) {
      if (isRetryable(error) || isUniqueViolation(error)) return undefined;
      throw error;
    }
  }

  /** Reads on the connections that are reserved for authentication, logins and health checks. */
  get reserved(): Reader {
    return this.#database.reserved.reader.within({ deadline: this.#request.deadline });
  }

  /** The error of the read size limit; undefined until the request exceeds it. */
  get readSizeError(): Error | undefined {
    return this.#request.readSize?.error;
  }

  /** Counts the connections of the request in the limit of this caller, too. */
  setCaller(callerId: string): void {
    this.#request.connections?.setCaller(callerId);
  }

  /** Lets further reads use a replica. The request must write nothing. */
  readFromReplicas(): void {
    const { replicas } = this.#database;
    if (replicas !== undefined) this.#reader = new ReplicaReader(replicas, this.#primary, this.#request);
  }

  /** Makes all further reads fail with this error. */
  failReads(error: unknown): void {
    this.#reader = { read: () => Promise.reject(error) };
  }
}
