/** An environment variable that is not a setting, and the setting with the most similar name. */
export interface MisspeltSetting {
  readonly name: string;
  readonly setting: string;
}

/** Finds variables that look like misspelt settings. Settings that are set are not suggested. */
export function findMisspeltSettings(
  variables: Readonly<Record<string, string | undefined>>,
  settings: readonly string[],
): MisspeltSetting[] {
  const known = new Set(settings);
  const unset = settings.filter((setting) => !variables[setting]?.trim());
  return Object.entries(variables).flatMap(([name, value]) => {
    if (known.has(name) || !value?.trim()) return [];
    const setting = nearest(name.toUpperCase(), unset);
    return setting === undefined ? [] : [{ name, setting }];
  });
}

function nearest(name: string, settings: readonly string[]): string | undefined {
  const [best] = settings
    .map((setting) => ({ setting, distance: editDistance(name, setting) }))
    .filter(({ setting, distance }) => distance <= maxMistakes(setting))
    .sort((a, b) => a.distance - b.distance);
  return best?.setting;
}

/** The number of typing errors that is still recognized. It is 0 for short names, which resemble others (HOST and HOME). */
function maxMistakes({ length }: string): number {
  if (length < 7) return 0;
  return Math.min(3, Math.floor(length / 5));
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
