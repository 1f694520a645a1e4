import { Field, ObjectType } from "type-graphql";
import { Payload } from "../../graphql/errors/payload.type.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import { ShowsSecret } from "../auth/secret-field.js";
import { Viewer } from "../viewer/viewer.type.js";

@ObjectType({ description: "What became of logging in.", simpleResolvers: true })
export class LoginPayload extends Payload {
  @ShowsSecret()
  @Field(() => String, {
    nullable: true,
    description: "For the header `Authorization: Bearer <token>`; null when there are user errors.",
  })
  token: string | null = null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the token ends; null when there are user errors. Changing the password ends it earlier.",
  })
  expiresAt: Date | null = null;

  @Field(() => Viewer, { nullable: true, description: "Who logged in; null when there are user errors." })
  viewer: Viewer | null = null;
}
