import { ArgsType, Field, ID } from "type-graphql";
import { PageArgs } from "../../graphql/pagination/connection.args.js";
import { SearchCost } from "../../graphql/search/search.js";
import { UserCreateInput, UserUpdateInput } from "./user.input.js";

@ArgsType()
export class UsersArgs extends PageArgs {
  @SearchCost()
  @Field(() => String, {
    nullable: true,
    description:
      "Only users whose email or names contain every word. Case, accents and invisible characters are ignored. At most 200 characters and 10 words.",
  })
  search?: string | null;
}

@ArgsType()
export class UserCreateArgs {
  @Field(() => UserCreateInput, { description: "The new user." })
  input!: UserCreateInput;
}

@ArgsType()
export class UserUpdateArgs {
  @Field(() => ID, { description: "The user's id." })
  id!: string;

  @Field(() => UserUpdateInput, { description: "The changes." })
  input!: UserUpdateInput;
}
