import { Field, ObjectType } from "type-graphql";
import type { StaffUser as UserRow } from "../../database/generated/client.js";
import type { Timestamp, WithTimestamps } from "../../database/sql/timestamp.js";
import { Node } from "../../graphql/node/node.type.js";
import { connectionType } from "../../graphql/pagination/connection.type.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import { Scope } from "../auth/scope.type.js";

@ObjectType({ implements: Node, simpleResolvers: true, description: "A member of staff." })
export class User extends Node implements Omit<WithTimestamps<UserRow>, "scopes"> {
  externalSubject!: string | null;
  providedScopes!: string[];
  emailIsProven!: boolean;
  passwordVersion!: number;
  deletedAt!: Timestamp | null;

  @Field(() => String, { description: "Email in lower case, such as `ada@example.com`. The user logs in with it." })
  email!: string;

  @Field(() => String, { nullable: true, description: "Given name." })
  firstName!: string | null;

  @Field(() => String, { nullable: true, description: "Family name." })
  lastName!: string | null;

  @Field(() => [Scope], {
    description:
      "The scopes of the user. A user who logs in at an identity provider has the scopes that the provider grants instead.",
  })
  scopes!: string[];

  @Field(() => DateTime, { description: "The time when the user was created." })
  createdAt!: Timestamp;

  @Field(() => DateTime, { description: "The time when the user was last changed." })
  updatedAt!: Timestamp;
}

export const UserConnection = connectionType("User", "users", () => User);
