import { revokeApiKey } from "../api-key/api-key.operations.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { givenCustomerSession, givenUserSession } from "../login/login.steps.js";
import { adminKey, useTestServer } from "../support/server.js";
import { deleteUser, updateUser } from "../user/user.operations.js";
import { askOverWebSocket, connect, Subscriber, stopSubscribersAfterEach } from "./subscriber.js";
import { useAddress } from "./subscription.steps.js";

stopSubscribersAfterEach();

const follow = "subscription { changes { id } }";
const unauthenticated = {
  message: expect.stringContaining("Authorization: Bearer"),
  extensions: { code: "UNAUTHENTICATED" },
};
const lacksScope = {
  message: "This needs the scope HISTORY_READ: Subscription.changes.",
  extensions: { code: "FORBIDDEN", missingScopes: ["HISTORY_READ"] },
};

describe("the access to subscriptions", () => {
  const server = useTestServer();
  const url = useAddress(server);
  const pool = () => server.testDatabase.database.pool;

  it.each([
    ["none", null],
    ["a wrong one", "sk_wrong"],
    ["a string that looks like a token", "e30.e30.e30"],
  ])("is refused with 4403 Forbidden without a valid credential: %s", async (_what, credential) => {
    expect(await askOverWebSocket({ url: url(), credential }, follow)).toEqual({
      closed: { code: 4403, reason: "Forbidden" },
      results: [],
    });
  });

  it("accepts a credential in the header of the WebSocket request, and prefers the one in the payload", async () => {
    const header = { authorization: `Bearer ${adminKey}` };
    const named = connect({ url: url(), credential: null }, header);
    const subscriber = await new Subscriber({ url: url() }, null, named).begun(pool());
    const { id } = await givenCustomer(server);
    await subscriber.caughtUp(pool());
    expect(subscriber.changes.map(({ subjectId }) => subjectId)).toEqual([id]);

    const misnamed = connect({ url: url(), credential: "sk_wrong" }, header);
    const { ending } = new Subscriber({ url: url() }, null, misnamed);
    expect(await ending).toEqual({ closed: { code: 4403, reason: "Forbidden" } });
  });

  it("is FORBIDDEN without the scope HISTORY_READ, before any other error", async () => {
    const { secret } = await givenApiKey(server, ["CUSTOMERS_READ", "CUSTOMER_GROUPS_READ"]);
    for (const query of [follow, "subscription { ... on Subscription @skip(if: true) { changes { id } } }"]) {
      const { errors, results } = await askOverWebSocket({ url: url(), credential: secret }, query);
      expect({ errors, results }).toEqual({ errors: [lacksScope], results: [] });
    }
  });

  it("is FORBIDDEN for customers", async () => {
    const { token } = await givenCustomerSession(server);
    const { errors, results } = await askOverWebSocket({ url: url(), credential: token }, follow);
    expect({ errors, results }).toMatchObject({ errors: [{ extensions: { code: "FORBIDDEN" } }], results: [] });
  });

  describe("delivers no change that is committed after the access has ended", () => {
    const session = async () => {
      const { user, token } = await givenUserSession(server, { scopes: ["HISTORY_READ"] });
      return { id: user.id, credential: token };
    };
    const key = async () => {
      const { id, secret } = await givenApiKey(server, ["HISTORY_READ"]);
      return { id, credential: secret };
    };

    it.each([
      ["the key is revoked", key, (id: string) => server.run(revokeApiKey, { id }), unauthenticated],
      [
        "the password is changed",
        session,
        (id: string) => server.run(updateUser, { id, input: { password: "another one entirely" } }),
        unauthenticated,
      ],
      ["the user is deleted", session, (id: string) => server.run(deleteUser, { id }), unauthenticated],
      [
        "the scope is taken away",
        session,
        (id: string) => server.run(updateUser, { id, input: { scopes: ["USERS_MANAGE"] } }),
        lacksScope,
      ],
    ])("%s", async (_what, given, take, error) => {
      const { id, credential } = await given();
      const loser = await new Subscriber({ url: url(), credential }).begun(pool());
      const other = await new Subscriber({ url: url() }).begun(pool());
      const { id: seen } = await givenCustomer(server);
      await loser.caughtUp(pool());
      await take(id);
      await givenCustomer(server);
      expect(await loser.ending).toEqual({ errors: [error] });
      expect(loser.changes.map(({ subjectId }) => subjectId)).toEqual([seen]);
      await other.caughtUp(pool());
      expect(other.changes).toHaveLength(3);
    });
  });

  it("leaves no secret in the log", async () => {
    const { id, secret } = await givenApiKey(server, ["HISTORY_READ"]);
    const subscriber = await new Subscriber({ url: url(), credential: secret }).begun(pool());
    await server.run(revokeApiKey, { id });
    await subscriber.ending;
    await askOverWebSocket({ url: url(), credential: "sk_wrong-one" }, follow);
    expect(server.log.join()).not.toMatch(/sk_|Bearer|ey[\w-]+\.[\w-]+\./);
  });
});
