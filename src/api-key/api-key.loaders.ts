import DataLoader from "dataloader";
import type { PrismaClient } from "../database/generated/client.js";
import { oneByKey } from "../loaders/align-keys.js";
import { storableOnly } from "../node/ids.js";
import type { ReadableApiKey } from "./api-key.type.js";

/** What reads API keys in batches. */
export function createApiKeyLoaders(db: PrismaClient) {
  return {
    /** API keys by id, those that are over too; null for an unknown id. */
    apiKeyById: new DataLoader<string, ReadableApiKey | null>(async (ids) => {
      const where = { id: { in: storableOnly(ids) } };
      const rows = await db.apiKey.findMany({ where, omit: { secretHash: true } });
      return oneByKey(ids, rows, ({ id }) => id);
    }),
  };
}
