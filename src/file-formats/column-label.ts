const maxNameCharacters = 64;

/**
 * Returns how a message names a column. If a file has no header, its first row looks like one, and a message must not repeat
 * personal data. So a name with `@` or with five digits is not repeated.
 */
export function columnLabel(columns: readonly string[], index: number): string {
  const name = columns[index] ?? "";
  const isShown = name !== "" && name.length <= maxNameCharacters && !/@|(?:\d[^a-z]?){5}/i.test(name);
  return isShown ? JSON.stringify(name) : `number ${index + 1}`;
}
