import { Field, ObjectType } from "type-graphql";
import { ShowsSecret } from "../../access/auth/secret-field.js";
import { Payload } from "../../graphql/errors/payload.type.js";
import { JsonObject } from "../../graphql/json/json.scalar.js";

@ObjectType({ description: "The result of exporting personal data.", simpleResolvers: true })
export class PersonalDataPayload extends Payload {
  // The response is not stored for requests with the same Idempotency-Key.
  @ShowsSecret()
  @Field(() => JsonObject, {
    nullable: true,
    description:
      "An object with `customer`, and the lists `addresses`, `groups`, `orders`, `consents` (always empty), `sessions` and `history`. Times are in ISO 8601. It contains no secret. Null when there are user errors.",
  })
  data: Readonly<Record<string, unknown>> | null = null;
}
