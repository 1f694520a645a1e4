/**
 * Returns the problem of an input with a date or a time that is typed only in part, or does not exist. The value of the input is then
 * empty, as if nothing was typed. Undefined if there is none.
 */
export function incompleteProblem({ type, validity }: HTMLInputElement): string | undefined {
  if (!validity.badInput) return undefined;
  return `Type a whole, existing ${type === "date" ? "date" : "date and time"}, or empty the field.`;
}
