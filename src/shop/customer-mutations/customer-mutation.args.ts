import { ArgsType, Field, ID, Int } from "type-graphql";
import { CustomerCreateInput, CustomerUpdateInput } from "./customer.input.js";

@ArgsType()
export class CustomerCreateArgs {
  @Field(() => CustomerCreateInput, { description: "The new customer." })
  input!: CustomerCreateInput;
}

const ifVersion = "Write only if the customer is still at this version.";

@ArgsType()
export class CustomerUpdateArgs {
  @Field(() => ID, { description: "The customer's id." })
  id!: string;

  @Field(() => CustomerUpdateInput, { description: "What to change: a field left out stays, null clears it." })
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
