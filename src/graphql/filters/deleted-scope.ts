import { Prisma } from "../../database/generated/client.js";
import type { Sql } from "../../database/sql/sql.js";
import { enumType } from "../schema/enum-type.js";

export const DeletedScope = enumType(
  "DeletedScope",
  "Excludes soft-deleted rows, includes them, or selects only them.",
  { EXCLUDE: "Only rows that are not deleted.", INCLUDE: "All rows, also deleted ones.", ONLY: "Only deleted rows." },
);

export type DeletedScope = keyof typeof DeletedScope;

/** Returns the condition that a row is in the scope. `deletedAt` is its column. */
export function deletedCondition(scope: DeletedScope, deletedAt: Sql): Sql {
  if (scope === "INCLUDE") return Prisma.sql`true`;
  return scope === "ONLY" ? Prisma.sql`${deletedAt} IS NOT NULL` : Prisma.sql`${deletedAt} IS NULL`;
}
