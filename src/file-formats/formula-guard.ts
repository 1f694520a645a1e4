/*
 * A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula. An export writes `'` before such cells, and an
 * import takes it away. It does the same with cells that begin with `'`, so that an import takes away only what an export has
 * written.
 */

/** Returns the text of a cell that no spreadsheet runs as a formula. */
export function withFormulaGuard(text: string): string {
  return /^[=+\-@']/.test(text) ? `'${text}` : text;
}

/** Returns the text that {@link withFormulaGuard} was called with. */
export function withoutFormulaGuard(cell: string): string {
  return /^'[=+\-@']/.test(cell) ? cell.slice(1) : cell;
}
