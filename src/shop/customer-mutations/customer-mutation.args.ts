import { ArgsType, Field, ID, Int } from "type-graphql";
import { CustomerCreateInput, CustomerUpdateInput } from "./customer.input.js";

@ArgsType()
export class CustomerCreateArgs {
  @Field(() => CustomerCreateInput, { description: "The new customer." })
  input!: CustomerCreateInput;
}

const ifVersion = "Writes only if the customer still has this version.";

@ArgsType()
export class CustomerUpdateArgs {
  @Field(() => ID, { description: "The customer's id." })
  id!: string;

  @Field(() => CustomerUpdateInput, {
    description: "The changes. A field that is left out does not change; null clears it.",
  })
  input!: CustomerUpdateInput;

  @Field(() => Int, { nullable: true, description: ifVersion })
  ifVersion?: number | null;
}

@ArgsType()
export class CustomerDeleteArgs {
  @Field(() => ID, { description: "The customer's id." })
  id!: string;

  @Field(() => Int, { nullable: true, description: ifVersion })
  ifVersion?: number | null;
}
