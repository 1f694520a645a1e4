import { withoutFormulaGuard } from "../../file-formats/formula-guard.js";
import { normalizeText } from "../../graphql/input/normalize-text.js";
import { CustomerDraft } from "./customer-draft.js";
import { fromCell } from "./field-value.js";
import type { ImportColumn } from "./import-columns.js";

/** Reads the cells of a row of CSV. A blank cell is left out, so its field does not change. */
export function draftOfCells(columns: readonly ImportColumn[], cells: readonly string[]): CustomerDraft {
  const draft = new CustomerDraft();
  for (const [index, { name, field, dropsApostrophe }] of columns.entries()) {
    const cell = cells[index] ?? "";
    if (cell === "" || normalizeText(cell) === "") continue;
    if (field !== null)
      draft.set(field, fromCell(field.type, dropsApostrophe ? cell.replace(/^'/, "") : withoutFormulaGuard(cell)));
    else if (name === "") draft.report([], "INVALID", `Must be blank in column ${index + 1}, which has no name.`);
  }
  return draft;
}
