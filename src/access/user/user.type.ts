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

  @Field(() => String, { description: "Email in lower case, such as `ada@example.com`: what the user logs in with." })
  email!: string;

  @Field(() => String, { nullable: true, description: "Given name." })
  firstName!: string | null;

  @Field(() => String, { nullable: true, description: "Family name." })
  lastName!: string | null;

  @Field(() => [Scope], {
    description: "What the user may do. One who logs in at an identity provider has the scopes given there instead.",
  })
  scopes!: string[];

  @Field(() => DateTime, { description: "When the user was created." })
  createdAt!: Timestamp;

  @Field(() => DateTime, { description: "When the user was last changed." })
  updatedAt!: Timestamp;
}

export const UserConnection = connectionType("User", "users", () => User);
