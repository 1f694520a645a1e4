import { Field, ID, InputType, Int } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import { InputCost } from "../../graphql/cost/cost.js";
import { ExactText } from "../../graphql/input/exact-text.js";
import { MaxInputs } from "../../graphql/input/max-inputs.js";
import type { MetadataObject } from "../../graphql/input/metadata.js";
import { Nested } from "../../graphql/input/nested.js";
import { EmailAddress, IsTimestamp, Metadata, NotBlank } from "../../graphql/input/rules.js";
import { JsonObject } from "../../graphql/json/json.scalar.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import { OneOf } from "../../graphql/schema/one-of.js";
import { AddressInput } from "../address/address.input.js";
import { newAddressCost } from "../address/new-address-cost.js";
import { membershipCost } from "../customer-group/membership-cost.js";
import { CustomerFieldsInput } from "../customer-mutations/customer.input.js";
import { ExternalIdInput, maxExternalIds } from "../external-id/external-id.input.js";

@OneOf()
@InputType({ description: "Identifies a customer: exactly one of these." })
export class CustomerIdentifier {
  @ExactText()
  @Field(() => ID, { nullable: true, description: "The customer's id. It must exist." })
  id?: string;

  @Field(() => String, {
    nullable: true,
    description:
      "The email in any case: the registered customer or, if there is none, the guest. If there is neither, a customer with this email is created.",
  })
  @EmailAddress()
  @NotBlank()
  email?: string;

  @Field(() => ExternalIdInput, {
    nullable: true,
    description: "An external id. If no customer has it, a customer with it is created.",
  })
  @Nested()
  externalId?: ExternalIdInput;
}

@InputType({
  description:
    "An address of a customer's whole address book. It requires one value only, and a `countryCode` must exist if it is given.",
})
export class AddressUpsertInput extends AddressInput {
  @ExactText()
  @Field(() => ID, {
    nullable: true,
    description:
      "The id of an existing address. Without an id, the input is the address with the same texts, or else a new one. A field that is left out does not change an address with an id.",
  })
  id?: string | null;
}

@InputType({
  description: "The values of a customer. A field that is left out does not change; null clears it.",
})
export class CustomerUpsertInput extends CustomerFieldsInput {
  @Field(() => JsonObject, {
    nullable: true,
    description: 'The keys to replace. `""` removes a key, null is stored as a value, and `metadata: null` clears all.',
  })
  @Metadata()
  metadata?: MetadataObject | null;

  @InputCost(newAddressCost)
  @Field(() => [AddressUpsertInput], {
    nullable: true,
    description:
      "The whole address book, at most 1,000. An address of the customer that is not in the list is deleted.",
  })
  @Nested()
  addresses?: AddressUpsertInput[] | null;

  @RequiresScope("CUSTOMER_GROUPS_WRITE")
  @InputCost(membershipCost)
  @Field(() => [ID], { nullable: true, description: "All groups of the customer. A change adds 1 to the version." })
  groupIds?: string[] | null;

  @InputCost({ perElement: 2 })
  @Field(() => [ExternalIdInput], {
    nullable: true,
    description: "All external ids of the customer. At most 50, one for each system.",
  })
  @Nested()
  @MaxInputs(maxExternalIds)
  externalIds?: ExternalIdInput[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "For a customer of another system who is registered there: true makes a registered customer without a password, who can set one with a password reset. false is refused for a registered customer.",
  })
  hasAccount?: boolean | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "For a customer of another system: the time of its creation. Used only if the customer is created.",
  })
  @IsTimestamp()
  createdAt?: Date | null;
}

@InputType({ description: "A row of `customersUpsert`." })
export class CustomerUpsertRow {
  @Field(() => CustomerIdentifier, {
    nullable: true,
    description: "Identifies the customer. Without it, a new customer is created.",
  })
  @Nested()
  by?: CustomerIdentifier | null;

  @Field(() => CustomerUpsertInput, { description: "The values of the customer." })
  @Nested()
  input!: CustomerUpsertInput;

  @Field(() => Int, {
    nullable: true,
    description: "Writes only if the customer still has this version. With it, no customer is created.",
  })
  ifVersion?: number | null;
}
