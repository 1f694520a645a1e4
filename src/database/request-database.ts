import type { Database } from "./database.js";
import { isRetryable, isUniqueViolation } from "./errors/errors.js";
import type { Reader, ReadOptions, RequestLimits } from "./fast-reads/reader.js";
import { ReplicaReader } from "./replicas/replicas.js";
import type { Statement } from "./sql/statement.js";
import { type Actor, actorJson } from "./transactions/actor.js";
import { inTransaction, type TransactionOptions, type Tx } from "./transactions/transaction.js";

/** What a request says of its use of the database. */
export type RequestDatabaseOptions = Omit<RequestLimits & TransactionOptions, "connections">;

/**
 * The database for one request: all that the request reads and writes goes through this, and keeps its limits. Prisma's models
 * are there inside of transactions; docs/decisions/0010-reading-past-prisma.md says what goes past them.
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

  /** The rows of one SELECT. Throws `StatementError`. */
  read<Row>(statement: Statement, options?: ReadOptions): Promise<Row[]> {
    return this.#reader.read(statement, options);
  }

  /**
   * Writes with one statement that is a transaction of its own, and gives the rows that it returns. What it changes is recorded
   * in history as done by `actor`, or by the server itself where there is none: `statement` gets the text for its `actorClause`.
   *
   * Without rows nothing was written, and a transaction has to do it: when the statement lost against a competitor, and when
   * the transactions of the request begin with a check. Throws `StatementError`.
   */
  async write<Row>(actor: Actor | null, statement: (actor: string) => Statement): Promise<Row[]> {
    const { requestId, precondition } = this.#request;
    if (precondition !== undefined) return [];
    try {
      const options = { keepPrepared: true, dedicatedConnection: true };
      return await this.#primary.read<Row>(statement(actorJson(actor, requestId)), options);
    } catch (error) {
      if (isRetryable(error) || isUniqueViolation(error)) return [];
      throw error;
    }
  }

  /** Runs `work` in a transaction, once or several times; see {@link inTransaction}. `work` gets Prisma's models. */
  transaction<T>(actor: Actor | null, work: (tx: Tx) => Promise<T>): Promise<T> {
    return inTransaction(this.#database.prisma, actor, work, this.#request);
  }

  /** The same for reading on the connections that are kept back for logins. */
  get reserved(): Reader {
    return this.#database.reserved.reader.within({ deadline: this.#request.deadline });
  }

  /** The error of all reads as soon as the request has read too much. */
  get readSizeError(): Error | undefined {
    return this.#request.readSize?.error;
  }

  /** From now on the connections of the request count as this caller's, too. */
  setCaller(callerId: string): void {
    this.#request.connections?.setCaller(callerId);
  }

  /** From now on reads may come from a replica: the request is known to write nothing. */
  readFromReplicas(): void {
    const { replicas } = this.#database;
    if (replicas !== undefined) this.#reader = new ReplicaReader(replicas, this.#primary, this.#request);
  }

  /** From now on all reads fail with this error. */
  failReads(error: unknown): void {
    this.#reader = { read: () => Promise.reject(error) };
  }
}
