import type { Connection } from "pg";

/** Maximum number of named statements, and of prepared statements per connection. */
export const maxNames = 200;

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
