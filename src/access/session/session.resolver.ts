import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Cost } from "../../graphql/cost/cost.js";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import { RequiresAccount, RequiresScopeOrSelf } from "../auth/access.js";
import type { Context } from "../context.js";
import { Viewer } from "../viewer/viewer.type.js";
import { SessionsEndArgs } from "./session.args.js";
import { SessionsEndPayload } from "./session.payload.js";
import { maxSessions, sessionsOf } from "./session.queries.js";
import { Session } from "./session.type.js";
import { endSessions, logOut } from "./session-end.service.js";

@Resolver(() => Viewer)
export class SessionResolver {
  @Cost({ fixed: 10, size: maxSessions })
  @FieldResolver(() => [Session], {
    description: `The valid sessions of the user or customer, newest first, at most ${maxSessions}. Empty for API keys.`,
  })
  @RequiresScopeOrSelf()
  async sessions(@Root() viewer: Viewer, @Ctx() { db }: Context): Promise<readonly Session[]> {
    return sessionsOf(db, viewer);
  }

  @UserErrorMutation(() => SessionsEndPayload, {
    description:
      "Ends the session of this request, with immediate effect on all instances. A token without a session, from an earlier version of the server or from an identity provider, ends nothing: `ended` is 0, and the token stays valid until it expires.",
  })
  @RequiresAccount("USER", "CUSTOMER")
  async logout(@Ctx() { db, caller }: Context) {
    return logOut(db, caller);
  }

  @UserErrorMutation(() => SessionsEndPayload, {
    description:
      "Ends one of the caller's own sessions, or all others, with immediate effect on all instances. Returns `REQUIRED` without `id` and `allOthers: true`, `CONFLICTING_INPUT` with both, `INVALID_ID` for the id of another type, and `NOT_FOUND` for an ended session or one of another account.",
  })
  @RequiresAccount("USER", "CUSTOMER")
  async sessionsEnd(@Args(() => SessionsEndArgs) args: SessionsEndArgs, @Ctx() { db, caller }: Context) {
    return endSessions(db, caller, args);
  }
}
