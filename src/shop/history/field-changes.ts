import type { FieldChange } from "./change.type.js";

/** A field as the triggers record it: the name of its column, and its values in PostgreSQL's JSON. */
interface RecordedField {
  readonly name: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Converts the recorded fields of a change to their type in the schema. */
export function fieldChangesOf(recorded: unknown): FieldChange[] {
  return (recorded as RecordedField[]).map(({ name, before, after }) => ({
    name: name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    before: formatValue(name, before),
    after: formatValue(name, after),
  }));
}

/** Formats timestamps like all others of the API. A timestamp that JavaScript cannot parse stays in PostgreSQL's form. */
function formatValue(name: string, value: unknown): unknown {
  if (!name.endsWith("_at") || typeof value !== "string") return value ?? null;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? value : date.toISOString();
}

/** Returns the group of a recorded membership, which is its only field. */
export function recordedGroupId(recorded: unknown): string | null {
  const [field] = recorded as RecordedField[];
  const id = field?.after ?? field?.before;
  return typeof id === "string" ? id : null;
}
