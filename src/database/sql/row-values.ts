import { isDeepStrictEqual } from "node:util";
import type { JsonValue } from "@prisma/client/runtime/client";
import { Prisma } from "../generated/client.js";
import type { StoredJson } from "./stored-json.js";

/** A value for a JSON column: Prisma writes SQL's NULL only by a name of its own. */
export function jsonColumn(value: JsonValue): Prisma.InputJsonValue | typeof Prisma.DbNull {
  return value === null ? Prisma.DbNull : (value as Prisma.InputJsonValue);
}

/** Those of the new values that differ from the row's; an undefined one changes nothing. */
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

/** What to write of the values that an update changes, which raises the version. */
export function updateData<Values extends object>(
  { metadata, ...values }: Values & { metadata?: StoredJson | null | undefined },
  now = new Date(),
) {
  return {
    ...values,
    ...(metadata === undefined ? {} : { metadata: metadata ?? Prisma.DbNull }),
    version: { increment: 1 },
    updatedAt: now,
  };
}

/** What to write to mark a row as deleted, which is its last change. */
export function deletionData() {
  const now = new Date();
  return updateData({ deletedAt: now }, now);
}
