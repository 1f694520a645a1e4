import { useRef } from "react";
import type { Payload } from "../forms/payload.js";
import { metadataError, metadataInput, parseMetadata } from "./metadata-text.js";

type Metadata = Record<string, unknown>;

interface MetadataChanges {
  /**
   * Converts the changes of a form to the input of the API.
   * @returns a payload with an error if the metadata is no JSON object.
   */
  inputOf<Changes extends { readonly metadata?: string }>(
    changes: Changes,
  ): { readonly input: Omit<Changes, "metadata"> & { metadata?: Metadata | null } } | { readonly refused: Payload };
  /** Sets the metadata that changes are compared with, after a version conflict. */
  setSaved(metadata: Metadata | null): void;
}

/** Sends only the changed keys of metadata, as the API expects them. */
export function useMetadataChanges(saved: Metadata | null): MetadataChanges {
  const base = useRef(saved ?? {});
  return {
    inputOf: ({ metadata, ...changes }) => {
      if (metadata === undefined) return { input: changes };
      const parsed = parseMetadata(metadata);
      if (!parsed) return { refused: { userErrors: [metadataError] } };
      return { input: { ...changes, metadata: metadataInput(base.current, parsed) } };
    },
    setSaved: (metadata) => {
      base.current = metadata ?? {};
    },
  };
}
