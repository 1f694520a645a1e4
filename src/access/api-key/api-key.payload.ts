import { Field, ObjectType } from "type-graphql";
import { Payload } from "../../graphql/errors/payload.type.js";
import { ShowsSecret } from "../auth/secret-field.js";
import { ApiKey } from "./api-key.type.js";

@ObjectType({ description: "The result of creating or revoking an API key.", simpleResolvers: true })
export class ApiKeyPayload extends Payload {
  @Field(() => ApiKey, { nullable: true, description: "The key after the write. Null when there are user errors." })
  apiKey: ApiKey | null = null;

  @ShowsSecret()
  @Field(() => String, {
    nullable: true,
    description:
      "The secret of a new key: `sk_` and 43 characters. It is shown only once, because only its hash is stored.",
  })
  secret: string | null = null;
}
