import { Field, ID, ObjectType } from "type-graphql";
import { ActorType } from "../../access/auth/actor-type.js";
import type { Change as ChangeRow } from "../../database/generated/client.js";
import type { Timestamp, WithTimestamps } from "../../database/sql/timestamp.js";
import { Cost } from "../../graphql/cost/cost.js";
import { Json } from "../../graphql/json/json.scalar.js";
import { Node } from "../../graphql/node/node.type.js";
import { connectionType } from "../../graphql/pagination/connection.type.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import { enumType } from "../../graphql/schema/enum-type.js";

export const ChangeAction = enumType("ChangeAction", "What happened.", {
  CREATED: "The subject was created.",
  UPDATED: "Fields of the subject were changed.",
  DELETED: "The subject was deleted.",
  RESTORED: "The subject was brought back.",
  MEMBER_ADDED: "The customer was added to a group; the field `groupId` names it.",
  MEMBER_REMOVED: "The customer was removed from a group; the field `groupId` names it.",
});

export type ChangeAction = keyof typeof ChangeAction;

export const ChangeSubject = enumType("ChangeSubject", "What kind of object was changed.", {
  CUSTOMER: "A customer, or whether they are in a group.",
  ADDRESS: "An address of a customer.",
  CUSTOMER_GROUP: "A customer group.",
  PRICE_LIST: "A price list.",
  USER: "A member of staff.",
  API_KEY: "An API key.",
});

export type ChangeSubject = keyof typeof ChangeSubject;

/** What is read of a change: the rest is the database's business. */
export type ReadableChange = Omit<
  WithTimestamps<ChangeRow>,
  "sequence" | "fields" | "action" | "subjectType" | "actorType"
> & {
  action: ChangeAction;
  subjectType: ChangeSubject;
  actorType: ActorType;
  fields: unknown;
};

@ObjectType({ description: "Who changed something.", simpleResolvers: true })
export class Actor {
  @Field(() => ActorType, { description: "What kind of caller it was." })
  type!: ActorType;

  @Field(() => ID, { description: "The id of the user, API key or customer; `system` for the server itself." })
  id!: string;
}

@ObjectType({
  description: "A field before and after a change. Of a password it says no more than that it was changed.",
  simpleResolvers: true,
})
export class FieldChange {
  @Field(() => String, { description: "The field's name, such as `firstName`." })
  name!: string;

  @Cost({ own: 1 })
  @Field(() => Json, { nullable: true, description: "Its value before; null where there was none." })
  before!: unknown;

  @Cost({ own: 1 })
  @Field(() => Json, { nullable: true, description: "Its value after; null where there is none." })
  after!: unknown;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "One recorded change, written in the same transaction as the change itself, never changed or deleted.",
})
export class Change extends Node implements Omit<ReadableChange, "fields"> {
  actorType!: ActorType;
  actorId!: string;

  @Field(() => DateTime, { description: "When it was written, a moment before it was committed." })
  at!: Timestamp;

  @Field(() => ChangeAction, { description: "What happened." })
  action!: ChangeAction;

  @Field(() => ChangeSubject, { description: "What kind of object was changed." })
  subjectType!: ChangeSubject;

  @Field(() => ID, { description: "The id of the object that was changed; of a membership, the customer's." })
  subjectId!: string;

  @Field(() => String, {
    nullable: true,
    description: "The request that did it, as `X-Request-Id` of its answer; null for what the server did by itself.",
  })
  requestId!: string | null;
}

export const ChangeConnection = connectionType("Change", "changes", () => Change, { isCounted: false });
