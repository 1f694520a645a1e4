import { LRUCache } from "lru-cache";
import type { Connection } from "pg";

/** Maximum number of named statements, and of prepared statements per connection. */
const maxNames = 200;
/** A statement is prepared at its third use. For fewer uses, preparing does not pay off. */
const usesBeforeNaming = 3;
/** Maximum number of unnamed statements. Removing one loses only its row reader. */
const maxTexts = 1_000;
const maxCharacters = 4_000_000;

/** The column names and types of rows, and their reader. */
export interface RowShape {
  /** Equal for equal names and types of columns. */
  readonly signature: string;
  /** Creates a row from column values in PostgreSQL's text format. */
  read(columns: readonly (string | null)[]): unknown;
}

/** The cached data of a statement, for all connections. */
export interface CachedStatement {
  /** The name of the prepared statement; empty if it is not prepared. */
  readonly name: string;
  /** The shape of its rows; undefined until PostgreSQL has described them. */
  rows?: RowShape;
}

interface UnnamedStatement {
  readonly statement: CachedStatement;
  uses: number;
}

/** Caches statements by their texts. */
export class StatementCache {
  readonly #named = new LRUCache<string, CachedStatement>({ max: maxNames });
  #lastName = 0;
  readonly #unnamed = new LRUCache<string, UnnamedStatement>({
    max: maxTexts,
    maxSize: maxCharacters,
    sizeCalculation: (_, text) => text.length || 1,
  });

  /**
   * Returns the cached statement of a text. A statement with `keepPrepared` gets a name at its third use. If there are too
   * many names, the least recently used statement loses its name. Names are not reused.
   */
  of(text: string, { keepPrepared }: { readonly keepPrepared: boolean }): CachedStatement {
    const named = keepPrepared ? this.#named.get(text) : undefined;
    if (named !== undefined) return named;
    const unnamed = this.#unnamed.get(text) ?? this.#addUnnamed(text);
    if (!keepPrepared) return unnamed.statement;
    unnamed.uses += 1;
    if (unnamed.uses < usesBeforeNaming) return unnamed.statement;
    this.#lastName += 1;
    const statement = { ...unnamed.statement, name: `s${this.#lastName}` };
    this.#named.set(text, statement);
    this.#unnamed.delete(text);
    return statement;
  }

  #addUnnamed(text: string): UnnamedStatement {
    const unnamed = { statement: { name: "" }, uses: 0 };
    this.#unnamed.set(text, unnamed);
    return unnamed;
  }
}

/** A connection of pg, with properties that its types omit. */
export interface PreparingConnection extends Connection {
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  close(statement: { readonly type: "S"; readonly name: string }): void;
}

/** The names of the prepared statements of each connection, least recently used first. */
const usedNames = new WeakMap<Connection, Set<string>>();

/**
 * True if a connection has prepared the statement with this name. Otherwise the caller must prepare it now. If there are too
 * many, the least recently used statement is closed, to limit the memory of the server processes.
 */
export function isPrepared(connection: PreparingConnection, name: string): boolean {
  if (name === "") return false;
  const names = usedNamesOf(connection);
  names.delete(name);
  names.add(name);
  // pg removes a statement whose preparation failed.
  if (name in connection.parsedStatements || name in connection.submittedNamedStatements) return true;
  const [oldest] = names;
  if (names.size > maxNames && oldest !== undefined) close(connection, names, oldest);
  return false;
}

function usedNamesOf(connection: Connection): Set<string> {
  const known = usedNames.get(connection);
  if (known !== undefined) return known;
  const names = new Set<string>();
  usedNames.set(connection, names);
  return names;
}

function close(connection: PreparingConnection, names: Set<string>, name: string): void {
  names.delete(name);
  delete connection.parsedStatements[name];
  delete connection.submittedNamedStatements[name];
  connection.close({ type: "S", name });
}
