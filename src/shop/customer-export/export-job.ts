import { coerceInputValue, type GraphQLInputObjectType, type GraphQLSchema, isInputObjectType } from "graphql";
import { isStorableText } from "../../graphql/node/ids.js";
import type { Json } from "../../jobs/job.js";
import type { CustomerFilter } from "../filters/customer-filter.input.js";

/** The arguments of an export, as they are stored with its job. */
export interface ExportInput {
  readonly format: "CSV" | "JSONL";
  /** As a client sends it. {@link readFilter} reads it. */
  readonly where: Json;
  readonly search: string | null;
  /** Null: all fields that the caller may read. */
  readonly columns: readonly string[] | null;
}

/** Counts the runs. A new run starts from the beginning, because nobody can read the snapshot of another one. */
export interface ExportPosition {
  readonly runs: number;
}

export function toJson(value: ExportInput | ExportPosition): Json {
  return value as unknown as Json;
}

/** Reads what {@link toJson} has stored. */
export function exportInputOf(stored: Json): ExportInput {
  return stored as unknown as ExportInput;
}

export function runsOf(position: Json): number {
  return (position as unknown as ExportPosition | null)?.runs ?? 0;
}

/** Returns a checked filter as JSON that can be stored. */
export function filterToJson(where: CustomerFilter | null): Json {
  return JSON.parse(JSON.stringify(where, storable));
}

/** The years that a text of RFC 3339 can have. Times outside of them match the same rows. */
const [minTime, maxTime] = [Date.parse("0000-01-01T00:00:00Z"), Date.parse("9999-12-31T23:59:59.999Z")];

/** The replacer of `JSON.stringify`. An id that no row can have becomes another such id. */
function storable(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const given = this[key];
  if (given instanceof Date) return new Date(Math.min(Math.max(given.getTime(), minTime), maxTime)).toISOString();
  return typeof value === "string" && !isStorableText(value) ? "" : value;
}

/** Reads a stored filter. */
export function readFilter(schema: GraphQLSchema, where: Json): CustomerFilter | null {
  return where === null ? null : (coerceInputValue(where, filterTypeOf(schema)) as CustomerFilter);
}

export function filterTypeOf(schema: GraphQLSchema): GraphQLInputObjectType {
  const type = schema.getType("CustomerFilter");
  if (!isInputObjectType(type)) throw new Error("The schema has no CustomerFilter.");
  return type;
}
