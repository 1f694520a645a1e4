import { waitForCallerCaches } from "../../src/access/auth/caller-cache.js";
import { createLinkToken, type LinkPurpose } from "../../src/access/link-token/link-token.rows.js";
import { type OtherServer, type TestServer, useTestServer } from "../support/server.js";
import { password } from "../user/user.steps.js";
import {
  callerOf,
  type GiveAccount,
  givenCustomerAccount,
  givenUserAccount,
  sessionRows,
  whileInUse,
} from "./session.steps.js";

const newPassword = "another horse battery";
const email = "ada@example.com";

interface Change {
  readonly how: string;
  readonly givenAccount: GiveAccount;
  /** Changes the account. */
  readonly change: (server: TestServer, account: { id: string; token: string }) => Promise<unknown>;
  /** The name of the mutation if its response has the token of a new session. */
  readonly logsInBy?: string;
  /** Undoes a deletion. */
  readonly restore?: (server: TestServer, id: string) => Promise<unknown>;
}

/** Sends a mutation whose payload has user errors. */
async function send(server: Pick<TestServer, "ask">, mutation: string, variables: object): Promise<unknown> {
  const { data, errors } = await server.ask(mutation, variables);
  const [payload] = Object.values(data ?? {}) as { userErrors: unknown[] }[];
  expect({ errors, userErrors: payload?.userErrors }).toEqual({ errors: undefined, userErrors: [] });
  return data;
}

/** Writes without the API, as the commands of an operator do. */
async function writeSql(server: TestServer, sql: string, id: string): Promise<void> {
  await server.testDatabase.database.pool.query(sql, [id]);
  await waitForCallerCaches();
}

/** Creates the token of a link in a mail. */
const givenLinkToken = (server: TestServer, purpose: LinkPurpose, owner: { customerId: string } | { userId: string }) =>
  server.testDatabase.database.prisma.$transaction((tx) =>
    createLinkToken(tx, { purpose, subject: "the account", email, ...owner }),
  );

const restoreCustomer: Change["restore"] = (server, id) =>
  send(server, "mutation ($id: ID!) { customerRestore(id: $id) { userErrors { code } } }", { id });

const ofCustomers: Change[] = [
  {
    how: "customerUpdate with a password",
    givenAccount: givenCustomerAccount,
    change: (server, { id }) =>
      send(
        server,
        "mutation ($id: ID!, $password: String!) { customerUpdate(id: $id, input: { password: $password }) { userErrors { code } } }",
        { id, password: newPassword },
      ),
  },
  {
    how: "customerPasswordChange",
    givenAccount: givenCustomerAccount,
    change: (server, { token }) =>
      send(
        server.as(token),
        "mutation ($old: String!, $new: String!) { customerPasswordChange(currentPassword: $old, newPassword: $new) { token userErrors { code } } }",
        { old: password, new: newPassword },
      ),
    logsInBy: "customerPasswordChange",
  },
  {
    how: "customerPasswordReset",
    givenAccount: givenCustomerAccount,
    change: async (server, { id }) =>
      send(
        server.as(null),
        "mutation ($token: String!, $password: String!) { customerPasswordReset(token: $token, password: $password) { token userErrors { code } } }",
        { token: await givenLinkToken(server, "customer-password-reset", { customerId: id }), password: newPassword },
      ),
    logsInBy: "customerPasswordReset",
  },
  {
    how: "customerDelete",
    givenAccount: givenCustomerAccount,
    change: (server, { id }) =>
      send(server, "mutation ($id: ID!) { customerDelete(id: $id) { userErrors { code } } }", { id }),
    restore: restoreCustomer,
  },
  {
    how: "customersDelete",
    givenAccount: givenCustomerAccount,
    change: (server, { id }) =>
      send(server, "mutation ($id: ID!) { customersDelete(ids: [$id]) { userErrors { code } } }", { id }),
    restore: (server, id) =>
      send(server, "mutation ($id: ID!) { customersRestore(ids: [$id]) { userErrors { code } } }", { id }),
  },
  {
    how: "customerErase",
    givenAccount: givenCustomerAccount,
    change: (server, { id }) =>
      send(server, "mutation ($id: ID!) { customerErase(id: $id) { userErrors { code } } }", { id }),
  },
  {
    how: "SQL that increases the version of the password of a customer",
    givenAccount: givenCustomerAccount,
    change: (server, { id }) =>
      writeSql(server, "UPDATE customer SET password_version = password_version + 1 WHERE id = $1", id),
  },
];

const ofUsers: Change[] = [
  {
    how: "userUpdate with a password",
    givenAccount: givenUserAccount,
    change: (server, { id }) =>
      send(
        server,
        "mutation ($id: ID!, $password: String!) { userUpdate(id: $id, input: { password: $password }) { userErrors { code } } }",
        { id, password: newPassword },
      ),
  },
  {
    how: "userPasswordChange",
    givenAccount: givenUserAccount,
    change: (server, { token }) =>
      send(
        server.as(token),
        "mutation ($old: String!, $new: String!) { userPasswordChange(currentPassword: $old, newPassword: $new) { token userErrors { code } } }",
        { old: password, new: newPassword },
      ),
    logsInBy: "userPasswordChange",
  },
  {
    how: "userPasswordReset",
    givenAccount: givenUserAccount,
    change: async (server, { id }) =>
      send(
        server.as(null),
        "mutation ($token: String!, $password: String!) { userPasswordReset(token: $token, password: $password) { token userErrors { code } } }",
        { token: await givenLinkToken(server, "user-password-reset", { userId: id }), password: newPassword },
      ),
    logsInBy: "userPasswordReset",
  },
  {
    how: "userDelete",
    givenAccount: givenUserAccount,
    change: (server, { id }) =>
      send(server, "mutation ($id: ID!) { userDelete(id: $id) { userErrors { code } } }", { id }),
    restore: (server, id) => writeSql(server, "UPDATE staff_user SET deleted_at = NULL WHERE id = $1", id),
  },
  {
    how: "SQL that increases the version of the password of a member of staff",
    givenAccount: givenUserAccount,
    change: (server, { id }) =>
      writeSql(server, "UPDATE staff_user SET password_version = password_version + 1 WHERE id = $1", id),
  },
];

describe("all sessions of an account, and no other, are ended", () => {
  const server = useTestServer();
  let second: OtherServer;
  beforeAll(async () => {
    second = await server.anotherInstance();
  });

  const callersOf = (token: string) => Promise.all([callerOf(server, token), callerOf(second, token)]);
  const ended = ["UNAUTHENTICATED", "UNAUTHENTICATED"];

  it.each([...ofCustomers, ...ofUsers].map((change) => [change.how, change] as const))(
    "by %s",
    async (_how, { givenAccount, change, logsInBy, restore }) => {
      const account = await givenAccount(server, email);
      const tokens = [account.token, await account.logIn()];
      const stranger = await givenAccount(server, "other@example.com");
      for (const token of tokens) expect(await callersOf(token)).toEqual([account.id, account.id]);
      const data = (await whileInUse([server, second], tokens, () => change(server, account))) as
        | Record<string, { token: string }>
        | undefined;
      expect(await Promise.all(tokens.map(callersOf))).toEqual([ended, ended]);
      const newTokens = logsInBy === undefined ? [] : [data?.[logsInBy]?.token ?? ""];
      for (const token of newTokens) expect(await callersOf(token)).toEqual([account.id, account.id]);
      expect(await callersOf(stranger.token)).toEqual([stranger.id, stranger.id]);
      expect(await sessionRows(server)).toHaveLength(1 + newTokens.length);
      if (restore === undefined) return;
      await restore(server, account.id);
      for (const token of tokens) expect(await callersOf(token)).toEqual(ended);
      expect(await sessionRows(server)).toHaveLength(1);
    },
  );
});
