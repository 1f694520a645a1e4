import { Arg, Args, Ctx, ID, Info, Query, Resolver } from "type-graphql";
import { Cost } from "../../graphql/cost/cost.js";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import type { Connection } from "../../graphql/pagination/connection.type.js";
import { rootConnection } from "../../graphql/pagination/list.js";
import type { SelectionInfo } from "../../graphql/pagination/selection.js";
import { RequiresScope } from "../auth/access.js";
import type { Context } from "../context.js";
import { UserCreateArgs, UsersArgs, UserUpdateArgs } from "./user.args.js";
import { userList } from "./user.list.js";
import { UserDeletePayload, UserPayload } from "./user.payload.js";
import { createUser, deleteUser, updateUser } from "./user.service.js";
import { User, UserConnection } from "./user.type.js";

@Resolver(() => User)
export class UserResolver {
  @Cost({ rows: 100 })
  @Query(() => UserConnection, { description: "All members of staff in creation order, page by page." })
  @RequiresScope("USERS_MANAGE")
  users(@Args(() => UsersArgs) args: UsersArgs, @Ctx() { db }: Context, @Info() info: SelectionInfo): Connection<User> {
    return rootConnection(db, userList, args, info);
  }

  @UserErrorMutation(() => UserPayload, { description: "Creates a member of staff." })
  @RequiresScope("USERS_MANAGE")
  async userCreate(@Args(() => UserCreateArgs) args: UserCreateArgs, @Ctx() { db, caller }: Context) {
    return createUser(db, caller, args);
  }

  @UserErrorMutation(() => UserPayload, {
    description:
      "Changes a member of staff. A new password ends the user's sessions. Returns `FORBIDDEN` if the user holds or gets a scope that the caller does not hold.",
  })
  @RequiresScope("USERS_MANAGE")
  async userUpdate(@Args(() => UserUpdateArgs) args: UserUpdateArgs, @Ctx() { db, caller }: Context) {
    return updateUser(db, caller, args);
  }

  @UserErrorMutation(() => UserDeletePayload, {
    description:
      "Deletes a member of staff and ends their sessions. API keys that they created stay valid. Deleting a deleted user changes nothing.",
  })
  @RequiresScope("USERS_MANAGE")
  async userDelete(@Arg("id", () => ID, { description: "The user's id." }) id: string, @Ctx() { db, caller }: Context) {
    return deleteUser(db, caller, id);
  }
}
