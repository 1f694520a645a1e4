import type { Reader } from "../../database/fast-reads/reader.js";
import { rowById } from "../../graphql/loaders/row-by-id.js";
import { apiKeyList } from "./api-key.list.js";
import type { ReadableApiKey } from "./api-key.type.js";

const keysById = rowById<ReadableApiKey>("api_key k", apiKeyList);

/** Creates the loaders that read API keys in batches. */
export function createApiKeyLoaders(reader: Reader) {
  return {
    /** API keys by id, including expired and revoked keys; null for an unknown id. */
    byId: keysById(reader),
  };
}
