import type { ExternalIdValue } from "../metadata/external-ids-view.js";
import { metadataText } from "../metadata/metadata-text.js";
import type { GroupDetailsFragment } from "./group.generated.js";

/** The fields of a group in its form. */
export type GroupValues = {
  name: string;
  externalIds: ExternalIdValue[];
  /** JSON, as it is typed. */
  metadata: string;
};

export const groupLabels: Readonly<Record<keyof GroupValues, string>> = {
  name: "Name",
  externalIds: "External ids",
  metadata: "Metadata",
};

export const noGroupValues: GroupValues = { name: "", externalIds: [], metadata: "" };

/** Returns the values and the version of a group. */
export function savedGroup({ name, externalIds, metadata, version }: GroupDetailsFragment) {
  const values: GroupValues = {
    name,
    externalIds: externalIds.map(({ system, value }) => ({ system, value })),
    metadata: metadataText(metadata),
  };
  return { values, version };
}
