import { Field, ObjectType } from "type-graphql";
import { Payload } from "../../graphql/errors/payload.type.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import { ShowsSecret } from "../auth/secret-field.js";
import { Viewer } from "../viewer/viewer.type.js";

@ObjectType({ description: "The result of a login.", simpleResolvers: true })
export class LoginPayload extends Payload {
  @ShowsSecret()
  @Field(() => String, {
    nullable: true,
    description: "The token for the header `Authorization: Bearer <token>`. Null when there are user errors.",
  })
  token: string | null = null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "The time when the token expires. Changing the password ends it earlier. Null when there are user errors.",
  })
  expiresAt: Date | null = null;

  @Field(() => Viewer, { nullable: true, description: "The caller who logged in. Null when there are user errors." })
  viewer: Viewer | null = null;
}
