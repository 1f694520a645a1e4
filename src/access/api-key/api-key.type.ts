import { Field, ID, ObjectType } from "type-graphql";
import type { ApiKey as ApiKeyRow } from "../../database/generated/client.js";
import type { Timestamp, WithTimestamps } from "../../database/sql/timestamp.js";
import { Node } from "../../graphql/node/node.type.js";
import { connectionType } from "../../graphql/pagination/connection.type.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import { Scope } from "../auth/scope.type.js";

/** What is read of a key: never its hash. */
export type ReadableApiKey = Omit<WithTimestamps<ApiKeyRow>, "secretHash">;

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "What a program calls with: its secret goes into the header `Authorization: Bearer sk_…`.",
})
export class ApiKey extends Node implements ReadableApiKey {
  @Field(() => String, { description: "What the key is for, such as `ERP import`." })
  title!: string;

  @Field(() => String, { description: "The first characters of the secret, to recognise it by, such as `sk_Q3v…`." })
  redacted!: string;

  @Field(() => [Scope], { description: "What the key may do." })
  scopes!: string[];

  @Field(() => ID, { nullable: true, description: "The user or API key that made it." })
  createdBy!: string | null;

  @Field(() => DateTime, { description: "When the key was made." })
  createdAt!: Timestamp;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the key was last used, exact to about half a minute; null when it never was.",
  })
  lastUsedAt!: Timestamp | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the key ends; null when it goes on until revoked.",
  })
  expiresAt!: Timestamp | null;

  @Field(() => DateTime, { nullable: true, description: "When the key was revoked; null while it is not." })
  revokedAt!: Timestamp | null;
}

export const ApiKeyConnection = connectionType("ApiKey", "API keys", () => ApiKey);
