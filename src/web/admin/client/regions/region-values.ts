import { metadataText } from "../metadata/metadata-text.js";
import type { RegionDetailsFragment } from "./regions.generated.js";

/** The fields of a region in its form. */
export type RegionValues = {
  name: string;
  currencyCode: string;
  /** ISO 3166-1 alpha-2 codes in lower case. */
  countryCodes: string[];
  /** JSON, as it is typed. */
  metadata: string;
};

export const regionLabels: Readonly<Record<keyof RegionValues, string>> = {
  name: "Name",
  currencyCode: "Currency",
  countryCodes: "Countries",
  metadata: "Metadata",
};

export const noRegionValues: RegionValues = { name: "", currencyCode: "", countryCodes: [], metadata: "" };

/** Returns the values and the version of a region. */
export function savedRegion({ name, currencyCode, countries, metadata, version }: RegionDetailsFragment) {
  const values: RegionValues = {
    name,
    currencyCode,
    countryCodes: countries.map(({ iso2 }) => iso2),
    metadata: metadataText(metadata),
  };
  return { values, version };
}

/** The field of an error: an error of one country belongs to all. */
export function regionFieldOf(path: readonly string[]): string {
  return path[1] === "countryCodes" ? "countryCodes" : path.slice(1).join(".");
}
