import { enumType } from "../schema/enum-type.js";

export const DeletedScope = enumType(
  "DeletedScope",
  "Excludes soft-deleted rows, includes them, or selects only them.",
  { EXCLUDE: "Only rows that are not deleted.", INCLUDE: "All rows, also deleted ones.", ONLY: "Only deleted rows." },
);

export type DeletedScope = keyof typeof DeletedScope;
