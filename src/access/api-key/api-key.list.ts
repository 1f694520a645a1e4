import { Prisma } from "../../database/generated/client.js";
import { type Columns, columnOf } from "../../database/sql/sql.js";
import type { List } from "../../graphql/pagination/list-definition.js";
import type { ApiKeysArgs } from "./api-key.args.js";
import type { ReadableApiKey } from "./api-key.type.js";

export const apiKeyColumns: Columns<ReadableApiKey> = {
  id: "id",
  title: "title",
  redacted: "redacted",
  scopes: "scopes",
  createdBy: "created_by",
  createdAt: "created_at",
  lastUsedAt: "last_used_at",
  expiresAt: "expires_at",
  revokedAt: "revoked_at",
};

/** All API keys in the order of their ids, including expired and revoked keys. */
export const apiKeyList: List<ApiKeysArgs> = {
  name: "ApiKey",
  alias: "k",
  columns: apiKeyColumns,
  alwaysSelected: ["id"],
  id: columnOf("k", "id"),
  sortKeys: {},
  rows: () => ({ from: Prisma.sql`api_key k`, condition: Prisma.sql`true` }),
};
