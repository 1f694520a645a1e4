import type { FieldChange } from "./change.type.js";

/** What the triggers keep of a field: the name of its column, and its values as PostgreSQL writes them in JSON. */
interface RecordedField {
  readonly name: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The fields of a change as the schema shows them. */
export function fieldChangesOf(recorded: unknown): FieldChange[] {
  return (recorded as RecordedField[]).map(({ name, before, after }) => ({
    name: name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    before: formatValue(name, before),
    after: formatValue(name, after),
  }));
}

/** Moments in the form in which all others of the API are; one that JavaScript cannot read as PostgreSQL writes it. */
function formatValue(name: string, value: unknown): unknown {
  if (!name.endsWith("_at") || typeof value !== "string") return value ?? null;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? value : date.toISOString();
}
