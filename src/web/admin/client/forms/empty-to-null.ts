/** Converts empty texts of a form to null, which clears a field in the API. */
export function emptyToNull<Values extends object>(
  values: Values,
): { [Name in keyof Values]: Values[Name] | (string extends Values[Name] ? null : never) } {
  const entries = Object.entries(values).map(([name, value]) => [name, value === "" ? null : value]);
  return Object.fromEntries(entries);
}
