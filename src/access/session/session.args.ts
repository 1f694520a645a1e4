import { ArgsType, Field, ID } from "type-graphql";

@ArgsType()
export class SessionsEndArgs {
  @Field(() => ID, {
    nullable: true,
    description: "The id of the session to end. Give either `id` or `allOthers: true`.",
  })
  id?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "True to end all sessions of the caller except the one of this request.",
  })
  allOthers!: boolean;
}
