/**
 * Returns the most similar of some names, or undefined if none is similar enough.
 * @param maxMistakes the number of typing errors in a name that are still recognized.
 */
export function nearestName(
  name: string,
  names: readonly string[],
  maxMistakes: (candidate: string) => number,
): string | undefined {
  const [best] = names
    // Each letter more or less is a mistake. Most names are excluded by their length, which takes no time.
    .filter((candidate) => Math.abs(candidate.length - name.length) <= maxMistakes(candidate))
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .filter(({ candidate, distance }) => distance <= maxMistakes(candidate))
    .sort((a, b) => a.distance - b.distance);
  return best?.candidate;
}

/** The number of letters that were added, removed, replaced, or swapped with the next one (optimal string alignment). */
function editDistance(a: string, b: string): number {
  const never = Number.POSITIVE_INFINITY;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (previous[column] ?? never) + 1,
        (current[column - 1] ?? never) + 1,
        (previous[column - 1] ?? never) + (isSame ? 0 : 1),
        isSwapped ? (beforePrevious[column - 2] ?? never) + 1 : never,
      );
    }
    [beforePrevious, previous] = [previous, current];
  }
  return previous[b.length] ?? never;
}
