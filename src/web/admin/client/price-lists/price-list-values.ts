import { fromLocalInput, toLocalInput } from "../forms/local-time.js";
import type { PriceListStatus, PriceListType } from "../generated/schema.js";
import { metadataText } from "../metadata/metadata-text.js";
import type { PriceListDetailsFragment } from "./price-list.generated.js";

/** The fields of a price list in its form. */
export type PriceListValues = {
  title: string;
  description: string;
  type: PriceListType;
  status: PriceListStatus;
  /** Times in the time zone of the browser. */
  startsAt: string;
  endsAt: string;
  /** JSON, as it is typed. */
  metadata: string;
};

export const priceListLabels: Readonly<Record<keyof PriceListValues, string>> = {
  title: "Title",
  description: "Description",
  type: "Type",
  status: "Status",
  startsAt: "Starts",
  endsAt: "Ends",
  metadata: "Metadata",
};

export const noPriceListValues: PriceListValues = {
  title: "",
  description: "",
  type: "SALE",
  status: "DRAFT",
  startsAt: "",
  endsAt: "",
  metadata: "",
};

/** Returns the values and the version of a price list. */
export function savedPriceList({ title, type, status, version, ...priceList }: PriceListDetailsFragment) {
  const values: PriceListValues = {
    title,
    type,
    status,
    description: priceList.description ?? "",
    startsAt: toLocalInput(priceList.startsAt),
    endsAt: toLocalInput(priceList.endsAt),
    metadata: metadataText(priceList.metadata),
  };
  return { values, version };
}

/** Converts the times of changed values to those of the API. */
export function withTimes<Changes extends Partial<PriceListValues>>({ startsAt, endsAt, ...changes }: Changes) {
  return {
    ...changes,
    ...(startsAt !== undefined && { startsAt: fromLocalInput(startsAt) }),
    ...(endsAt !== undefined && { endsAt: fromLocalInput(endsAt) }),
  };
}
