import type { Pool, PoolClient, QueryArrayConfig, QueryConfig, QueryResult } from "pg";

/** A short statement waits for those before it on its connection: few of them, so that none waits long. */
const maxTogether = 4;

/** A statement that waits to be sent. */
interface Waiting {
  readonly statement: QueryConfig;
  readonly resolve: (rows: never[]) => void;
  readonly reject: (error: unknown) => void;
}

/** The pool's event for a statement that will be sent with those of others: what listens learns in whose name it is sent. */
export const statementWaits = "statementWaits";

/**
 * Sends short statements together: those that come in one turn of the event loop share connections, and are on their way
 * to the server with one system call for each connection. Their pool's connections must be in pg's pipeline mode.
 */
export class Pipeline {
  readonly #pool: Pool;
  #waiting: Waiting[] = [];

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** The rows of a statement. */
  read<Row>(statement: QueryConfig): Promise<Row[]> {
    this.#pool.emit(statementWaits, statement);
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#sendAll());
      this.#waiting.push({ statement, resolve, reject });
    });
  }

  #sendAll(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let sent = 0; sent < waiting.length; sent += maxTogether) {
      this.#send(waiting.slice(sent, sent + maxTogether));
    }
  }

  #send(together: readonly Waiting[]): void {
    this.#pool.connect((error, client, release) => {
      if (client === undefined) return together.forEach(({ reject }) => void reject(error));
      let left = together.length;
      let failure: Error | undefined;
      const { stream } = (client as PoolClient & Corkable).connection;
      stream.cork();
      for (const { statement, resolve, reject } of together) {
        client.query(statement as QueryArrayConfig, (fault: Error | null, result: QueryResult) => {
          failure ??= fault ?? undefined;
          left -= 1;
          if (left === 0) release(failure);
          if (fault) reject(fault);
          else resolve(result.rows as never[]);
        });
      }
      stream.uncork();
    });
  }
}

/** A part of pg's client that its types leave out. */
interface Corkable {
  readonly connection: { readonly stream: { cork(): void; uncork(): void } };
}
