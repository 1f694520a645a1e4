import { Field, InputType } from "type-graphql";
import { exactCost, InputCost } from "../../graphql/cost/cost.js";
import { DateTimeFilter, IDFilter, MetadataFilter, StringFilter } from "../../graphql/filters/comparison.input.js";
import { relationFilterType } from "../../graphql/filters/relation-filter.type.js";

@InputType({
  description: "A filter for addresses. All given conditions must match. An empty object matches all addresses.",
})
export class AddressFilter {
  @Field(() => [AddressFilter], { nullable: true, description: "All of these filters match." })
  and?: AddressFilter[] | null;

  @InputCost({ combines: "or" })
  @Field(() => [AddressFilter], {
    nullable: true,
    description: "At least one of these filters matches. An empty list matches nothing.",
  })
  or?: AddressFilter[] | null;

  @InputCost({ combines: "not" })
  @Field(() => AddressFilter, { nullable: true, description: "This filter does not match." })
  not?: AddressFilter | null;

  @InputCost({ isKey: true })
  @Field(() => IDFilter, { nullable: true, description: "By id." })
  id?: IDFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "By the customer's name for the address." })
  addressName?: StringFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "By company." })
  company?: StringFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "By given name." })
  firstName?: StringFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "By family name." })
  lastName?: StringFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "By city." })
  city?: StringFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "By province, state or region." })
  province?: StringFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "By postal code." })
  postalCode?: StringFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "By ISO 3166-1 alpha-2 code. Compared in lower case." })
  countryCode?: StringFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "By phone number as it was entered." })
  phone?: StringFilter | null;

  @InputCost({ perRow: exactCost })
  @Field(() => Boolean, { nullable: true, description: "By being the default shipping address." })
  isDefaultShipping?: boolean | null;

  @InputCost({ perRow: exactCost })
  @Field(() => Boolean, { nullable: true, description: "By being the default billing address." })
  isDefaultBilling?: boolean | null;

  @Field(() => DateTimeFilter, { nullable: true, description: "By the time of creation." })
  createdAt?: DateTimeFilter | null;

  @Field(() => DateTimeFilter, { nullable: true, description: "By the time of the last change." })
  updatedAt?: DateTimeFilter | null;

  @Field(() => [MetadataFilter], { nullable: true, description: "By keys of metadata. All of them must match." })
  metadata?: MetadataFilter[] | null;
}

export const AddressRelationFilter = relationFilterType("Address", "addresses", () => AddressFilter);
