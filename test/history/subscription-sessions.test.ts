import { logInUser } from "../login/login.operations.js";
import { givenUserSession } from "../login/login.steps.js";
import { endSessions, logOut } from "../session/session.operations.js";
import { sessionIdIn } from "../session/session.steps.js";
import { type TestServer, useTestServer } from "../support/server.js";
import { deleteUser, updateUser } from "../user/user.operations.js";
import { password } from "../user/user.steps.js";
import { Subscriber, stopSubscribersAfterEach } from "./subscriber.js";

stopSubscribersAfterEach();

const unauthenticated = { message: expect.anything(), extensions: { code: "UNAUTHENTICATED" } };

interface Given {
  readonly server: TestServer;
  readonly userId: string;
  /** The token of the session that ends. */
  readonly token: string;
  /** The token of another session of the same user. */
  readonly otherToken: string;
}

const write = ({ server }: Given, sql: string, values: string[]) =>
  server.testDatabase.database.pool.query(sql, values);

const oneSession: [how: string, end: (given: Given) => Promise<unknown>][] = [
  ["logout", ({ server, token }) => server.as(token).run(logOut)],
  [
    "sessionsEnd from another session",
    ({ server, token, otherToken }) => server.as(otherToken).run(endSessions, { id: sessionIdIn(token) }),
  ],
  [
    "expiry",
    (given) =>
      write(given, "UPDATE session SET expires_at = now() - interval '1 minute' WHERE id = $1", [
        sessionIdIn(given.token),
      ]),
  ],
  ["a deleted row", (given) => write(given, "DELETE FROM session WHERE id = $1", [sessionIdIn(given.token)])],
];

const allSessions: typeof oneSession = [
  [
    "a new password",
    ({ server, userId }) => server.run(updateUser, { id: userId, input: { password: "another one entirely" } }),
  ],
  ["the deletion of the user", ({ server, userId }) => server.run(deleteUser, { id: userId })],
];

describe("the end of a session ends its idle subscriptions on each instance", () => {
  const server = useTestServer();
  const pool = () => server.testDatabase.database.pool;
  const urls: string[] = [];
  let stopClock = () => {};

  beforeAll(async () => {
    for (const { app } of [server, await server.anotherInstance()]) {
      urls.push(await app.listen({ host: "127.0.0.1", port: 0 }));
    }
  });
  afterEach(() => stopClock());

  /** Subscribers of two sessions of one user, two on each instance, after all access checks that are not about sessions. */
  async function givenSubscribers() {
    const { user, token } = await givenUserSession(server, { scopes: ["HISTORY_READ"] });
    const { login } = await server.as(null).run(logInUser, { email: user.email, password });
    const given: Given = { server, userId: user.id, token, otherToken: login.token ?? "" };
    const subscribe = (credential: string) =>
      Promise.all(urls.map((url) => new Subscriber({ url, credential }).begun(pool())));
    const [subscribers, others] = [await subscribe(given.token), await subscribe(given.otherToken)];
    // All subscribers are checked every ten seconds. While the clock stands still, this does not happen.
    const clock = jest.spyOn(Date, "now").mockReturnValue(Date.now());
    stopClock = () => clock.mockRestore();
    for (const each of [...subscribers, ...others]) await each.caughtUp(pool());
    return { given, subscribers, others };
  }

  it.each(oneSession)("by %s, and leaves other sessions of the user", async (_how, end) => {
    const { given, subscribers, others } = await givenSubscribers();
    await end(given);
    for (const { ending } of subscribers) expect(await ending).toEqual({ errors: [unauthenticated] });
    for (const other of others) await other.caughtUp(pool());
  });

  it.each(allSessions)("by %s, all of the user", async (_how, end) => {
    const { given, subscribers, others } = await givenSubscribers();
    await end(given);
    for (const { ending } of [...subscribers, ...others]) expect(await ending).toEqual({ errors: [unauthenticated] });
  });
});
