import type { ImportSummary, Reason } from "../medusa-import/import-summary.js";

const columns = ["read", "created", "updated", "unchanged", "refused", "leftOut", "deleted"] as const;
const titles: Readonly<Record<(typeof columns)[number], string>> = {
  read: "read",
  created: "created",
  updated: "updated",
  unchanged: "unchanged",
  refused: "refused",
  leftOut: "left out",
  deleted: "deleted",
};

/** Writes a summary as text: a table of counts, then the reasons, then the warnings. */
export function formatSummary({ counts, reasons, warnings }: ImportSummary): string {
  const rows = [
    ["", ...columns.map((column) => titles[column])],
    ...counts.map((each) => [each.rows, ...columns.map((column) => each[column].toLocaleString("en"))]),
  ];
  const sections = [formatTable(rows)];
  for (const [outcome, title] of [
    ["refused", "Refused:"],
    ["left out", "Left out:"],
    ["note", "Notes:"],
  ] as const) {
    const lines = reasons.filter((reason) => reason.outcome === outcome).map(formatReason);
    if (lines.length > 0) sections.push([title, ...lines].join("\n"));
  }
  if (warnings.length > 0) sections.push(["Warnings:", ...warnings.map((warning) => `  ${warning}`)].join("\n"));
  return `${sections.join("\n\n")}\n`;
}

function formatReason({ rows, outcome, reason, count, ids, existingIds }: Reason): string {
  const line = `  ${count.toLocaleString("en")} ${rows}: ${reason}`;
  if (outcome !== "refused" || ids.length === 0) return line;
  const shown = ids
    .map((id, index) => (existingIds[index] ? `${id} (existing: ${existingIds[index]})` : id))
    .join(", ");
  return `${line}\n    ${shown}${count > ids.length ? ", …" : ""}`;
}

/** Aligns the first column left and the others right. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
