import { enumType } from "../schema/enum-type.js";

export const SortDirection = enumType("SortDirection", "The direction of a sort.", {
  ASC: "Smallest first. Rows without a value are last.",
  DESC: "Largest first. Rows without a value are first.",
});

export type SortDirection = keyof typeof SortDirection;
