/** Returns the row of each key, in the order of the keys. A key without a row gives null. */
export function oneByKey<Key, Row>(
  keys: readonly Key[],
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): (Row | null)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key) ?? null);
}

/** Returns all rows of each key, in the order of the keys. A key without rows gives a new empty array. */
export function manyByKey<Key, Row>(keys: readonly Key[], rows: readonly Row[], keyOf: (row: Row) => Key): Row[][] {
  const byKey = new Map<Key, Row[]>();
  for (const row of rows) {
    const rowsOfKey = byKey.get(keyOf(row));
    if (rowsOfKey === undefined) byKey.set(keyOf(row), [row]);
    else rowsOfKey.push(row);
  }
  return keys.map((key) => byKey.get(key) ?? []);
}
