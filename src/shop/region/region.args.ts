import { ArgsType, Field, ID, Int } from "type-graphql";
import { RegionInput } from "./region.input.js";

@ArgsType()
export class RegionCreateArgs {
  @Field(() => RegionInput, { description: "The new region. `name` and `currencyCode` are required." })
  input!: RegionInput;
}

const ifVersion = "Writes only if the region still has this version.";

@ArgsType()
export class RegionUpdateArgs {
  @Field(() => ID, { description: "The region's id." })
  id!: string;

  @Field(() => RegionInput, {
    description: "The changes. A field that is left out does not change; null clears a field that is not required.",
  })
  input!: RegionInput;

  @Field(() => Int, { nullable: true, description: ifVersion })
  ifVersion?: number | null;
}

@ArgsType()
export class RegionDeleteArgs {
  @Field(() => ID, { description: "The region's id." })
  id!: string;

  @Field(() => Int, { nullable: true, description: ifVersion })
  ifVersion?: number | null;
}
