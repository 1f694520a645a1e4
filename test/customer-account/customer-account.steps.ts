import type { ServerOptions } from "../../src/server.js";
import { logInCustomer } from "../login/login.operations.js";
import { givenCustomerSession } from "../login/login.steps.js";
import type { MailServer } from "../support/mail.js";
import type { OtherServer, TestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { password } from "../user/user.steps.js";
import {
  confirmEmailChange,
  confirmRegistration,
  register,
  requestEmailChange,
  requestReset,
  resetPassword,
} from "./customer-account.operations.js";

export const newPassword = "another horse battery";

/** The options of a server on which customers can sign up. */
export function accountOptions(mail: MailServer): Partial<ServerOptions> {
  return {
    selfRegistration: true,
    // The mail server has no port before the tests start.
    get mail() {
      return mail.serverOptions.mail;
    },
  };
}

/** Logs in. Returns the token, or null. */
export async function tokenOfLogin(server: Pick<OtherServer, "as">, email: string, secret: string) {
  return (await server.as(null).run(logInCustomer, { email, password: secret })).customerLogin.token;
}

/** The id of the customer of a token, or UNAUTHENTICATED. */
export async function customerOf(server: Pick<OtherServer, "as">, token: string | null) {
  const { data, errors } = await server.as(token).ask("{ viewer { customer { id } } }");
  const viewer = data?.viewer as { customer: { id: string } } | undefined;
  return errors?.[0]?.extensions?.code ?? viewer?.customer.id;
}

/** The result of following a link: the email of the customer who is logged in, or the user errors. */
export type LinkResult = string;

/** One way to get a link, and to use its token. */
export interface LinkFlow {
  readonly purpose: string;
  /** The address that gets the link. */
  readonly email: string;
  /** Creates the account if it needs one. */
  given(server: TestServer): Promise<unknown>;
  /** Requests a link. */
  request(server: TestServer): Promise<void>;
  /** Uses a token. */
  use(server: Pick<OtherServer, "as">, token: string): Promise<LinkResult>;
}

const ada = "ada@example.com";

interface Result {
  readonly token: string | null;
  readonly viewer: { readonly customer: { readonly email: string | null } | null } | null;
  readonly userErrors: Parameters<typeof inShort>[0];
}

function resultOf({ token, viewer, userErrors }: Result): LinkResult {
  return token === null ? JSON.stringify(inShort(userErrors)) : (viewer?.customer?.email ?? "");
}

/** All ways of a customer to get a link. */
export const linkFlows: readonly LinkFlow[] = [
  {
    purpose: "customer-register",
    email: ada,
    given: async () => {},
    request: async (server) => void (await server.as(null).run(register, { input: { email: ada, firstName: "Ada" } })),
    use: async (server, token) =>
      resultOf(
        (await server.as(null).run(confirmRegistration, { token, password: newPassword })).customerRegisterConfirm,
      ),
  },
  {
    purpose: "customer-password-reset",
    email: ada,
    given: (server) => givenCustomerSession(server, { email: ada }),
    request: async (server) => void (await server.as(null).run(requestReset, { email: ada })),
    use: async (server, token) =>
      resultOf((await server.as(null).run(resetPassword, { token, password: newPassword })).customerPasswordReset),
  },
  {
    purpose: "customer-email-change",
    email: "new@example.com",
    given: (server) => givenCustomerSession(server, { email: ada }),
    request: async (server) => {
      const token = await tokenOfLogin(server, ada, password);
      const variables = { currentPassword: password, email: "new@example.com" };
      await server.as(token).run(requestEmailChange, variables);
    },
    use: async (server, token) =>
      resultOf((await server.as(null).run(confirmEmailChange, { token })).customerEmailChangeConfirm),
  },
];

/** Requests a link and takes the token out of the mail. */
export async function linkToken(server: TestServer, mail: MailServer, flow: LinkFlow): Promise<string> {
  await flow.request(server);
  return (await mail.nextTo(flow.email)).token;
}
