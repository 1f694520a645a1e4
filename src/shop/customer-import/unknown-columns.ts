import { columnLabel } from "../../file-formats/column-label.js";
import { nearestField } from "./nearest-field.js";

const maxNamed = 10;
const advice = "Give their fields in columns; an empty field leaves a column out.";

/**
 * Describes the columns of a header that are unknown, with similar fields. If no column is known, the first row may be that of a
 * customer. Then only names that are similar to a field are repeated.
 */
export function describeUnknownColumns(names: readonly string[], unknown: readonly number[]): string {
  const isHeader = unknown.length < names.length;
  const labels = unknown.map((index) => {
    const label = columnLabel(names, index);
    const described = withNearest(label, names[index] ?? "");
    return isHeader || described !== label ? described : columnLabel([], index);
  });
  return `Unknown columns: ${list(labels)}.${isHeader ? "" : " The file must begin with a header."} ${advice}`;
}

/** Describes the fields of rows that are unknown. Each has the line of its first row. */
export function describeUnknownFields(unknown: ReadonlyMap<string, number>): string {
  const labels = [...unknown].map(([name, line]) => {
    const label = columnLabel([name], 0);
    return `${withNearest(label.startsWith('"') ? label : "one with a long or personal name", name)} in line ${line}`;
  });
  return `Unknown fields: ${list(labels)}. ${advice}`;
}

function list(labels: readonly string[]): string {
  const others = labels.length > maxNamed ? `, and ${labels.length - maxNamed} more` : "";
  return `${labels.slice(0, maxNamed).join(", ")}${others}`;
}

/** A label without quotes hides the name. */
function withNearest(label: string, name: string): string {
  const nearest = label.startsWith('"') ? nearestField(name) : undefined;
  return nearest === undefined ? label : `${label} (similar: ${nearest})`;
}
