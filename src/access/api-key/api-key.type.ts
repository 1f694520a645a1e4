import { Field, ID, ObjectType } from "type-graphql";
import type { ApiKey as ApiKeyRow } from "../../database/generated/client.js";
import type { Timestamp, WithTimestamps } from "../../database/sql/timestamp.js";
import { Node } from "../../graphql/node/node.type.js";
import { connectionType } from "../../graphql/pagination/connection.type.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import { Scope } from "../auth/scope.type.js";

/** The columns of a key that are read. The hash is not one of them. */
export type ReadableApiKey = Omit<WithTimestamps<ApiKeyRow>, "secretHash">;

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "The credential of a program. The program sends the secret in the header `Authorization: Bearer sk_…`.",
})
export class ApiKey extends Node implements ReadableApiKey {
  @Field(() => String, { description: "The purpose of the key, such as `ERP import`." })
  title!: string;

  @Field(() => String, { description: "The first characters of the secret, to recognize it, such as `sk_Q3v…`." })
  redacted!: string;

  @Field(() => [Scope], { description: "The scopes of the key." })
  scopes!: string[];

  @Field(() => ID, { nullable: true, description: "The id of the user or API key that created the key." })
  createdBy!: string | null;

  @Field(() => DateTime, { description: "The time when the key was created." })
  createdAt!: Timestamp;

  @Field(() => DateTime, {
    nullable: true,
    description: "The time when the key was last used, accurate to about 30 seconds. Null when it was never used.",
  })
  lastUsedAt!: Timestamp | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "The time when the key expires. Null when it does not expire.",
  })
  expiresAt!: Timestamp | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "The time when the key was revoked. Null when it is not revoked.",
  })
  revokedAt!: Timestamp | null;
}

export const ApiKeyConnection = connectionType("ApiKey", "API keys", () => ApiKey);
