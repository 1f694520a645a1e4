import { Field, ObjectType } from "type-graphql";
import { Payload } from "../../graphql/errors/payload.type.js";

@ObjectType({
  description:
    "The result of a request for a mail. It is the same whether the email is known or not: the mail tells what happened.",
  simpleResolvers: true,
})
export class MailRequestPayload extends Payload {
  @Field(() => Boolean, {
    description:
      "True if the request was accepted. It does not mean that a mail was sent. False when there are user errors.",
  })
  accepted = false;
}
