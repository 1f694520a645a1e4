import { Badge } from "@mantine/core";
import type { PriceListType } from "../generated/schema.js";
import type { PriceListRowFragment } from "./price-lists.generated.js";

export const typeLabels: Readonly<Record<PriceListType, string>> = { SALE: "Sale", OVERRIDE: "Override" };

interface StateBadgeProps {
  readonly priceList: PriceListRowFragment;
}

/** Says whether a price list applies now. */
export function StateBadge({ priceList }: StateBadgeProps) {
  const [label, color] = stateOf(priceList, Date.now());
  return (
    <Badge variant="light" size="sm" color={color}>
      {label}
    </Badge>
  );
}

function stateOf({ deletedAt, status, startsAt, endsAt }: PriceListRowFragment, now: number): [string, string] {
  if (deletedAt !== null) return ["Deleted", "red"];
  if (status === "DRAFT") return ["Draft", "gray"];
  if (endsAt !== null && Date.parse(endsAt) <= now) return ["Ended", "gray"];
  if (startsAt !== null && Date.parse(startsAt) > now) return ["Planned", "blue"];
  return ["Active", "green"];
}
