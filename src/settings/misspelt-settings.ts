import { nearestName } from "../graphql/input/nearest-name.js";

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
    const setting = nearestName(name.toUpperCase(), unset, maxMistakes);
    return setting === undefined ? [] : [{ name, setting }];
  });
}

/** The number of typing errors that is still recognized. It is 0 for short names, which resemble others (HOST and HOME). */
function maxMistakes({ length }: string): number {
  if (length < 7) return 0;
  return Math.min(3, Math.floor(length / 5));
}
