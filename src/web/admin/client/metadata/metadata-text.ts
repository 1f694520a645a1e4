import type { UserError } from "../forms/payload.js";

type Metadata = Record<string, unknown>;

/** Formats metadata for the editor. Empty if there is none. */
export function metadataText(metadata: Metadata | null | undefined): string {
  return metadata && Object.keys(metadata).length > 0 ? JSON.stringify(metadata, null, 2) : "";
}

/** Parses the text of the editor. Undefined if it is no JSON object. */
export function parseMetadata(text: string): Metadata | undefined {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Metadata) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The error of a text that is no JSON object. */
export const metadataError: UserError = {
  message: 'This must be a JSON object, such as {"erpId": "4711"}',
  path: ["input", "metadata"],
};

/**
 * Returns the input of the API that changes one metadata to another: the changed keys, `""` for a removed key, null for no metadata.
 */
export function metadataInput(before: Metadata, after: Metadata): Metadata | null {
  if (Object.keys(after).length === 0) return null;
  const removed = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  const changed = Object.entries(after).filter(
    ([key, value]) => !Object.hasOwn(before, key) || JSON.stringify(before[key]) !== JSON.stringify(value),
  );
  return Object.fromEntries([...removed.map((key) => [key, ""]), ...changed]);
}
