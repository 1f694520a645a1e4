import type { Connection } from "pg";

/** How many statements have a name, and how many a database connection keeps. */
export const maxNames = 200;

/** A connection of pg, with what its types leave out. */
export interface PreparingConnection extends Connection {
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  close(statement: { readonly type: "S"; readonly name: string }): void;
}

/** For each connection, the names of its prepared statements, the one used least recently first. */
const usedNames = new WeakMap<Connection, Set<string>>();

/**
 * Whether a connection keeps a statement under a name already; when it does not, it will from now on. Another one is closed for
 * it where there are too many, so that the memory of the database's processes stays bounded.
 */
export function isPrepared(connection: PreparingConnection, name: string): boolean {
  if (name === "") return false;
  const names = usedNamesOf(connection);
  names.delete(name);
  names.add(name);
  // pg forgets a statement that could not be prepared.
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
