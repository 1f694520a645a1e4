/** The values of an operation's variables, by their names. */
export type Variables = Readonly<Record<string, unknown>>;

/**
 * How many values variables hold, in lists and objects however deep. Past the limit counting ends: more need not be known.
 */
export function countValues(variables: Variables, limit: number): number {
  let count = 0;
  const left: unknown[] = [variables];
  while (left.length > 0 && count <= limit) {
    const value = left.pop();
    if (typeof value !== "object" || value === null) continue;
    const inside = Object.values(value);
    count += inside.length;
    // Of long lists of texts nothing is looked at but their length.
    if (Array.isArray(value) && typeof inside[0] !== "object") continue;
    for (const inner of inside) if (typeof inner === "object") left.push(inner);
  }
  return count;
}
