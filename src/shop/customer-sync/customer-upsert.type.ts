import { enumType } from "../../graphql/schema/enum-type.js";

export const RowErrorPolicy = enumType("RowErrorPolicy", "Says if good rows are written when others have errors.", {
  ALL_OR_NOTHING: "If one row has an error, nothing is written.",
  SKIP_BAD_ROWS: "Rows without errors are written, and the others are reported.",
});

export type RowErrorPolicy = keyof typeof RowErrorPolicy;

export const UpsertOutcome = enumType("UpsertOutcome", "The result of an upsert of a customer.", {
  CREATED: "The customer did not exist. It was created.",
  UPDATED: "The customer, its addresses or its groups were changed.",
  UNCHANGED: "The customer already matched the input. Nothing was written: no version, no history.",
  FAILED: "The input has errors, or another row has them. Nothing was written.",
});

export type UpsertOutcome = keyof typeof UpsertOutcome;
