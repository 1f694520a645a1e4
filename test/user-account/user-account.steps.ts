import type { Scope } from "../../src/access/auth/scope.type.js";
import { logInUser } from "../login/login.operations.js";
import type { MailServer } from "../support/mail.js";
import type { Asker, OtherServer, TestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { givenUser } from "../user/user.steps.js";
import { acceptInvitation, inviteUser, requestUserReset, resetUserPassword } from "./user-account.operations.js";

export const newPassword = "another horse battery";

/** A server, or another instance of it. */
type Instance = Pick<OtherServer, "as">;

/** Logs in. Returns the token, or null. */
export async function tokenOfUserLogin(server: Instance, email: string, password: string): Promise<string | null> {
  return (await server.as(null).run(logInUser, { email, password })).login.token;
}

/** The id of the user of a token, or UNAUTHENTICATED. */
export async function userOf(server: Instance, token: string | null): Promise<unknown> {
  const { data, errors } = await server.as(token).ask("{ viewer { user { id } } }");
  const { viewer } = (data ?? {}) as { viewer?: { user: { id: string } } };
  return errors?.[0]?.extensions?.code ?? viewer?.user.id;
}

/** Invites somebody, by default as the root key. Returns the token of the mail. */
export async function invitedToken(
  inviter: Asker,
  mail: MailServer,
  email: string,
  scopes: readonly Scope[] = [],
): Promise<string> {
  const { userInvite } = await inviter.run(inviteUser, { email, scopes: [...scopes] });
  if (!userInvite.accepted) throw new Error(`The invitation was refused: ${inShort(userInvite.userErrors)}`);
  return (await mail.nextTo(email)).token;
}

/** The result of a link: the id of the user who is logged in, or the user errors in short form. */
interface LinkResult {
  readonly token: string | null;
  readonly viewer: { readonly user: { readonly id: string } | null } | null;
  readonly userErrors: Parameters<typeof inShort>[0];
}

export function resultOf({ token, viewer, userErrors }: LinkResult): string {
  return token === null ? inShort(userErrors).join() : (viewer?.user?.id ?? "");
}

/** Uses a link to a new password. */
export async function followReset(server: Instance, token: string, password = newPassword): Promise<string> {
  return resultOf((await server.as(null).run(resetUserPassword, { token, password })).userPasswordReset);
}

/** Accepts an invitation. */
export async function accept(server: Instance, token: string, password = newPassword): Promise<string> {
  return resultOf((await server.as(null).run(acceptInvitation, { token, password })).userInviteAccept);
}

/** One way of staff to get a link, and to use its token. */
export interface UserLinkFlow {
  readonly purpose: "user-password-reset" | "user-invite";
  /** The address that gets the link. */
  readonly email: string;
  /** Creates the account if it needs one. */
  given(server: TestServer): Promise<unknown>;
  request(server: TestServer): Promise<unknown>;
  use(server: Instance, token: string): Promise<string>;
}

export const userLinkFlows: readonly UserLinkFlow[] = [
  {
    purpose: "user-password-reset",
    email: "grace@example.com",
    given: (server) => givenUser(server),
    request: (server) => server.as(null).run(requestUserReset, { email: "grace@example.com" }),
    use: followReset,
  },
  {
    purpose: "user-invite",
    email: "eva@example.com",
    given: async () => {},
    request: (server) => server.run(inviteUser, { email: "eva@example.com", scopes: ["ORDERS_READ"] }),
    use: accept,
  },
];
