import { enumType } from "../schema/enum-type.js";

export const SortDirection = enumType("SortDirection", "Which way a list is sorted.", {
  ASC: "Smallest first; rows without a value come last.",
  DESC: "Largest first; rows without a value come first.",
});

export type SortDirection = keyof typeof SortDirection;
