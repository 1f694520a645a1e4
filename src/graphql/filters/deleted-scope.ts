import { Prisma } from "../../database/generated/client.js";
import type { Sql } from "../../database/sql/sql.js";
import { enumType } from "../schema/enum-type.js";

export const DeletedScope = enumType(
  "DeletedScope",
  "Whether soft-deleted rows are left out, shown among the others, or shown alone.",
  { EXCLUDE: "Live rows only.", INCLUDE: "Live and deleted rows.", ONLY: "Deleted rows only." },
);

export type DeletedScope = keyof typeof DeletedScope;

/** Returns the condition that a row is in the scope. `deletedAt` is its column. */
export function deletedCondition(scope: DeletedScope, deletedAt: Sql): Sql {
  if (scope === "INCLUDE") return Prisma.sql`true`;
  return scope === "ONLY" ? Prisma.sql`${deletedAt} IS NOT NULL` : Prisma.sql`${deletedAt} IS NULL`;
}
