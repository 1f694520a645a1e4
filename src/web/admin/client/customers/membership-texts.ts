import { formatCount } from "../format/format.js";

/** Says how many customers were added to a group. */
export function addedText({ added, unchanged }: { readonly added: number; readonly unchanged: number }): string {
  return `${customers(added)} added.${others(unchanged, "already in the group")}`;
}

/** Says how many customers were removed from a group. */
export function removedText({ removed, unchanged }: { readonly removed: number; readonly unchanged: number }): string {
  return `${customers(removed)} removed.${others(unchanged, "not in the group")}`;
}

function customers(count: number): string {
  return formatCount(count, "customer was", "customers were");
}

function others(count: number, state: string): string {
  return count === 0 ? "" : ` ${formatCount(count, "was", "were")} ${state}.`;
}
