import { withFormulaGuard } from "./formula-guard.js";

/** Returns a row of CSV (RFC 4180), with its line break. */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(withFormulaGuard(cell))).join(",")}\r\n`;
}

/** Cells with white space at an end are quoted, because some programs remove it, and so are those with other delimiters. */
function quoted(cell: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
