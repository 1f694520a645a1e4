import { Field, ID, InputType } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import { hashingCost } from "../../access/auth/password.js";
import { InputCost } from "../../graphql/cost/cost.js";
import { MaxInputs } from "../../graphql/input/max-inputs.js";
import type { MetadataObject } from "../../graphql/input/metadata.js";
import { Nested } from "../../graphql/input/nested.js";
import { EmailAddress, Metadata, Password, Text } from "../../graphql/input/rules.js";
import { JsonObject } from "../../graphql/json/json.scalar.js";
import { AddressInput } from "../address/address.input.js";
import { newAddressCost } from "../address/new-address-cost.js";
import { membershipCost } from "../customer-group/membership-cost.js";
import { ExternalIdInput, maxExternalIds } from "../external-id/external-id.input.js";

const password = "8 to 128 characters. Only a hash is stored, so it cannot be read again.";

@InputType()
export abstract class CustomerFieldsInput {
  @Field(() => String, {
    nullable: true,
    description:
      "Email, such as `ada@example.com`. Stored in lower case; an international domain is stored in Unicode. Unique among guests and among registered customers.",
  })
  @EmailAddress()
  email?: string | null;

  @Field(() => String, { nullable: true, description: "Given name." })
  @Text()
  firstName?: string | null;

  @Field(() => String, { nullable: true, description: "Family name." })
  @Text()
  lastName?: string | null;

  @Field(() => String, { nullable: true, description: "The company that the customer buys for." })
  @Text()
  companyName?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Phone number, such as `+39 06 1234567`. Stored without changes.",
  })
  @Text()
  phone?: string | null;
}

@InputType({
  description: "A new customer. At least one of email, phone, first name, last name and company name is required.",
})
export class CustomerCreateInput extends CustomerFieldsInput {
  @InputCost(hashingCost)
  @Field(() => String, {
    nullable: true,
    description: `Password of a registered customer, who logs in with it. Without a password, the customer is a guest. ${password}`,
  })
  @Password()
  password?: string | null;

  @Field(() => JsonObject, {
    nullable: true,
    description: "Any JSON object, at most 64 KiB and 10 levels. Stored without changes.",
  })
  @Metadata()
  metadata?: MetadataObject | null;

  @InputCost(newAddressCost)
  @Field(() => [AddressInput], { nullable: true, description: "Addresses to create with the customer, at most 1,000." })
  @Nested()
  addresses?: AddressInput[] | null;

  @RequiresScope("CUSTOMER_GROUPS_WRITE")
  @InputCost(membershipCost)
  @Field(() => [ID], { nullable: true, description: "Ids of the customer's groups." })
  groupIds?: string[] | null;

  @InputCost({ perElement: 2 })
  @Field(() => [ExternalIdInput], {
    nullable: true,
    description: "The ids that other systems have for the customer, one for each system, at most 50.",
  })
  @Nested()
  @MaxInputs(maxExternalIds)
  externalIds?: ExternalIdInput[] | null;
}

@InputType({ description: "Changes to a customer. A field that is left out does not change; null clears it." })
export class CustomerUpdateInput extends CustomerFieldsInput {
  @InputCost(hashingCost)
  @Field(() => String, {
    nullable: true,
    description: `New password. It makes a guest a registered customer, and ends the customer's sessions. ${password}`,
  })
  @Password()
  password?: string | null;

  @RequiresScope("CUSTOMERS_WRITE")
  @Field(() => JsonObject, {
    nullable: true,
    description: 'The keys to replace. `""` removes a key, null is stored as a value, and `metadata: null` clears all.',
  })
  @Metadata()
  metadata?: MetadataObject | null;

  @RequiresScope("CUSTOMER_GROUPS_WRITE")
  @InputCost(membershipCost)
  @Field(() => [ID], {
    nullable: true,
    description:
      "Replaces the groups of the customer, in the same transaction as the other fields. A change of groups adds 1 to the version.",
  })
  groupIds?: string[] | null;

  @RequiresScope("CUSTOMERS_WRITE")
  @InputCost({ perElement: 2 })
  @Field(() => [ExternalIdInput], {
    nullable: true,
    description: "Replaces all external ids of the customer. At most 50, one for each system.",
  })
  @Nested()
  @MaxInputs(maxExternalIds)
  externalIds?: ExternalIdInput[] | null;
}
