import { Field, ID, Int, ObjectType } from "type-graphql";
import { ActorType } from "../../access/auth/actor-type.js";
import type { Change as ChangeRow } from "../../database/generated/client.js";
import type { Timestamp, WithTimestamps } from "../../database/sql/timestamp.js";
import { Cost } from "../../graphql/cost/cost.js";
import { Json } from "../../graphql/json/json.scalar.js";
import { Node } from "../../graphql/node/node.type.js";
import { connectionType } from "../../graphql/pagination/connection.type.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import { enumType } from "../../graphql/schema/enum-type.js";

export const ChangeAction = enumType("ChangeAction", "The kind of change.", {
  CREATED: "The subject was created.",
  UPDATED: "Fields of the subject were changed.",
  DELETED: "The subject was deleted.",
  RESTORED: "The subject was restored.",
  MEMBER_ADDED: "The customer was added to a group. The field `groupId` has its id.",
  MEMBER_REMOVED: "The customer was removed from a group. The field `groupId` has its id.",
  ERASED:
    "The personal data of the customer was erased. The change has no fields, and earlier changes have `[erased]` for its values.",
});

export type ChangeAction = keyof typeof ChangeAction;

export const ChangeSubject = enumType("ChangeSubject", "The type of the changed object.", {
  CUSTOMER: "A customer, or a membership of a customer in a group.",
  ADDRESS: "An address of a customer.",
  CUSTOMER_GROUP: "A customer group.",
  PRICE_LIST: "A price list.",
  USER: "A member of staff.",
  API_KEY: "An API key.",
  REGION: "A region.",
});

export type ChangeSubject = keyof typeof ChangeSubject;

/** The columns of a change that are read. The others are only used in SQL. */
export type ReadableChange = Omit<
  WithTimestamps<ChangeRow>,
  "sequence" | "fields" | "action" | "subjectType" | "actorType"
> & {
  action: ChangeAction;
  subjectType: ChangeSubject;
  actorType: ActorType;
  fields: unknown;
};

@ObjectType({ description: "The author of a change.", simpleResolvers: true })
export class Actor {
  @Field(() => ActorType, { description: "The type of the caller." })
  type!: ActorType;

  @Field(() => ID, { description: "The id of the user, API key or customer. `system` for the server itself." })
  id!: string;
}

@ObjectType({
  description: "The value of a field before and after a change. The values of a password are never shown.",
  simpleResolvers: true,
})
export class FieldChange {
  @Field(() => String, { description: "The field's name, such as `firstName`." })
  name!: string;

  @Cost({ fixed: 1 })
  @Field(() => Json, { nullable: true, description: "The value before the change. Null if there was none." })
  before!: unknown;

  @Cost({ fixed: 1 })
  @Field(() => Json, { nullable: true, description: "The value after the change. Null if there is none." })
  after!: unknown;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A recorded change. It is written in the same transaction as the change itself, and is never changed or deleted, except that an erasure of personal data replaces its values with `[erased]`.",
})
export class Change extends Node implements Omit<ReadableChange, "fields"> {
  actorType!: ActorType;
  actorId!: string;
  customerId!: string | null;

  @Field(() => DateTime, { description: "The time of the change, shortly before its commit." })
  at!: Timestamp;

  @Field(() => ChangeAction, { description: "The kind of change." })
  action!: ChangeAction;

  @Field(() => ChangeSubject, { description: "The type of the changed object." })
  subjectType!: ChangeSubject;

  @Field(() => ID, { description: "The id of the changed object. For a membership, the id of the customer." })
  subjectId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "The id of the request that made the change, as in the response header `X-Request-Id`. Null for changes by the server itself.",
  })
  requestId!: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "The version of the subject after the change, such as `2`: the next `ifVersion`. For a membership, the version of the customer. Null if the subject has no version or its row is gone, and for changes that are older than this field.",
  })
  version!: number | null;
}

export const ChangeConnection = connectionType("Change", "changes", () => Change, { isCounted: false });
