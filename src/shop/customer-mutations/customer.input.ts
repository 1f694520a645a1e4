import { Field, ID, InputType } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import { hashingCost } from "../../access/auth/password.js";
import { InputCost } from "../../graphql/cost/cost.js";
import type { MetadataObject } from "../../graphql/input/metadata.js";
import { Nested } from "../../graphql/input/nested.js";
import { EmailAddress, Metadata, Password, Text } from "../../graphql/input/rules.js";
import { JsonObject } from "../../graphql/json/json.scalar.js";
import { AddressInput } from "../address/address.input.js";
import { newAddressCost } from "../address/new-address-cost.js";
import { membershipCost } from "../customer-group/membership-cost.js";

const password = "8 to 128 characters. Stored only as a hash, never readable again.";

@InputType()
abstract class CustomerFieldsInput {
  @Field(() => String, {
    nullable: true,
    description:
      "Email, such as `ada@example.com`; stored in lower case, an international domain in Unicode however it was given. Unique among guests and among registered customers.",
  })
  @EmailAddress()
  email?: string | null;

  @Field(() => String, { nullable: true, description: "Given name." })
  @Text()
  firstName?: string | null;

  @Field(() => String, { nullable: true, description: "Family name." })
  @Text()
  lastName?: string | null;

  @Field(() => String, { nullable: true, description: "The company the customer buys for." })
  @Text()
  companyName?: string | null;

  @Field(() => String, { nullable: true, description: "Phone number, such as `+39 06 1234567`; stored as given." })
  @Text()
  phone?: string | null;
}

@InputType({ description: "A new customer: at least one of email, phone, first name, last name and company name." })
export class CustomerCreateInput extends CustomerFieldsInput {
  @InputCost(hashingCost)
  @Field(() => String, {
    nullable: true,
    description: `Makes this a registered customer, who logs in with email and password. ${password}`,
  })
  @Password()
  password?: string | null;

  @Field(() => JsonObject, {
    nullable: true,
    description: "Free data, at most 64 KiB and 10 levels; stored as given.",
  })
  @Metadata()
  metadata?: MetadataObject | null;

  @InputCost(newAddressCost)
  @Field(() => [AddressInput], { nullable: true, description: "Addresses to create with the customer, at most 1,000." })
  @Nested()
  addresses?: AddressInput[] | null;

  @RequiresScope("CUSTOMER_GROUPS_WRITE")
  @InputCost(membershipCost)
  @Field(() => [ID], { nullable: true, description: "The groups the customer is in." })
  groupIds?: string[] | null;
}

@InputType({ description: "Changes to a customer: a field left out stays, null clears it." })
export class CustomerUpdateInput extends CustomerFieldsInput {
  @InputCost(hashingCost)
  @Field(() => String, {
    nullable: true,
    description: `A new password: registers a guest, and ends the sessions made with the former one. ${password}`,
  })
  @Password()
  password?: string | null;

  @RequiresScope("CUSTOMERS_WRITE")
  @Field(() => JsonObject, {
    nullable: true,
    description: 'Keys to replace; `""` removes a key, null is stored as a value, `metadata: null` clears all.',
  })
  @Metadata()
  metadata?: MetadataObject | null;

  @RequiresScope("CUSTOMER_GROUPS_WRITE")
  @InputCost(membershipCost)
  @Field(() => [ID], {
    nullable: true,
    description:
      "Replaces the groups the customer is in, together with the other fields. Where that changes any, the version rises by one.",
  })
  groupIds?: string[] | null;
}
