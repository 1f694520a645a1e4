/** The values of an operation's variables, by their names. */
export type Variables = Readonly<Record<string, unknown>>;

/** Returns the number of values in variables, at any depth in lists and objects. Counting stops above the limit. */
export function countValues(variables: Variables, limit: number): number {
  let count = 0;
  const remaining: unknown[] = [variables];
  while (remaining.length > 0 && count <= limit) {
    const value = remaining.pop();
    if (typeof value !== "object" || value === null) continue;
    const members = Object.values(value);
    count += members.length;
    // Only the length of a list of texts is counted.
    if (Array.isArray(value) && typeof members[0] !== "object") continue;
    for (const inner of members) if (typeof inner === "object") remaining.push(inner);
  }
  return count;
}
