import { Field, ID, ObjectType } from "type-graphql";
import type { Session as SessionRow } from "../../database/generated/client.js";
import type { Timestamp, WithTimestamps } from "../../database/sql/timestamp.js";
import { DateTime } from "../../graphql/scalars/date-time.js";

@ObjectType({
  simpleResolvers: true,
  description: "A login of a user or customer, from its start until it ends or expires. Its tokens are valid as long.",
})
export class Session implements Omit<WithTimestamps<SessionRow>, "customerId" | "userId"> {
  @Field(() => ID, { description: "The id of the session, such as `ses_01JZ8Q5W3V9K2M4N6P8R0S2T4V`." })
  id!: string;

  @Field(() => DateTime, { description: "The time of the login." })
  createdAt!: Timestamp;

  @Field(() => DateTime, {
    nullable: true,
    description: "The time when the session was last used, accurate to about 30 seconds. Null when it was never used.",
  })
  lastUsedAt!: Timestamp | null;

  @Field(() => DateTime, { description: "The time when the session expires." })
  expiresAt!: Timestamp;

  @Field(() => String, {
    nullable: true,
    description:
      "The header `User-Agent` of the login without control characters, at most 255 characters, such as `Mozilla/5.0 (X11; Linux x86_64)`. Null when the client sent none.",
  })
  userAgent!: string | null;

  @Field(() => Boolean, {
    description:
      "True for the session of this request. In the response of a login: true for the session that it has started.",
  })
  isCurrent!: boolean;
}
