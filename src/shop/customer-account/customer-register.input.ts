import { Field, InputType } from "type-graphql";
import { EmailAddress, NotBlank, Text } from "../../graphql/input/rules.js";

@InputType({
  description:
    "A customer who signs up. The values become those of the customer when the link is followed. They never change a guest with the same email.",
})
export class CustomerRegisterInput {
  @Field(() => String, {
    description: "Email, such as `ada@example.com`. The link is sent to it. Stored in lower case.",
  })
  @NotBlank()
  @EmailAddress()
  email!: string;

  @Field(() => String, { nullable: true, description: "Given name." })
  @Text()
  firstName?: string | null;

  @Field(() => String, { nullable: true, description: "Family name." })
  @Text()
  lastName?: string | null;

  @Field(() => String, { nullable: true, description: "The company that the customer buys for." })
  @Text()
  companyName?: string | null;

  @Field(() => String, { nullable: true, description: "Phone number, such as `+39 06 1234567`." })
  @Text()
  phone?: string | null;
}
