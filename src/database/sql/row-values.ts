import { isDeepStrictEqual } from "node:util";
import type { JsonValue } from "@prisma/client/runtime/client";
import { Prisma } from "../generated/client.js";
import type { StoredJson } from "./stored-json.js";

/** Returns a value for a JSON column. Prisma has a special constant for SQL NULL. */
export function jsonColumn(value: JsonValue): Prisma.InputJsonValue | typeof Prisma.DbNull {
  return value === null ? Prisma.DbNull : (value as Prisma.InputJsonValue);
}

/** Returns the new values that differ from the row's values. Undefined values are ignored. */
export function changedValues<Row extends object>(
  row: Row,
  values: { [Name in keyof Row]?: Row[Name] | undefined },
): Partial<Row> {
  const changed: Partial<Row> = {};
  for (const name of Object.keys(values) as (keyof Row)[]) {
    const value = values[name];
    if (value !== undefined && !isDeepStrictEqual(row[name], value)) changed[name] = value;
  }
  return changed;
}

/** Returns the data of an update: the changed values, the next version and the time. */
export function updateData<Values extends object>(
  {
    metadata,
    externalIds,
    ...values
  }: Values & { metadata?: StoredJson | null | undefined; externalIds?: JsonValue | undefined },
  now = new Date(),
) {
  return {
    ...values,
    ...(metadata === undefined ? {} : { metadata: metadata ?? Prisma.DbNull }),
    ...(externalIds === undefined ? {} : { externalIds: jsonColumn(externalIds) }),
    version: { increment: 1 },
    updatedAt: now,
  };
}

/** Returns the data of a soft delete. It counts as the last change of the row. */
export function deletionData() {
  const now = new Date();
  return updateData({ deletedAt: now }, now);
}
