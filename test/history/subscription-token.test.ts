import { decodeJwt } from "jose";
import { createTokens } from "../../src/access/auth/tokens.js";
import { givenUserSession } from "../login/login.steps.js";
import { callerOf, sessionIdIn } from "../session/session.steps.js";
import { jwtSecret, useTestServer } from "../support/server.js";
import { Subscriber, stopSubscribersAfterEach } from "./subscriber.js";
import { useAddress } from "./subscription.steps.js";

stopSubscribersAfterEach();

const RealDate = Date;

/** Stops the clock of this process at a time. The clock of the database goes on. */
function stopClock(milliseconds: number): void {
  globalThis.Date = class extends RealDate {
    constructor(...given: [] | [string | number | Date]) {
      super(given.length === 0 ? milliseconds : given[0]);
    }
    static override now(): number {
      return milliseconds;
    }
    static override [Symbol.hasInstance](value: unknown): boolean {
      return value instanceof RealDate;
    }
  } as DateConstructor;
}

describe("an idle subscription", () => {
  const server = useTestServer();
  const address = useAddress(server);
  const pool = () => server.testDatabase.database.pool;
  afterEach(() => {
    globalThis.Date = RealDate;
  });

  it("ends when its token expires, although the session lives on with a renewed token", async () => {
    const { user, token } = await givenUserSession(server, { scopes: ["HISTORY_READ"] });
    const start = Date.now();
    stopClock(start);
    const { ver } = decodeJwt<{ ver: number }>(token);
    const claims = { id: user.id, passwordVersion: ver, sessionId: sessionIdIn(token) };
    const { token: former, expiresAt } = await createTokens([jwtSecret]).issue(claims, 5);
    const [ending, other] = [former, token].map((credential) => new Subscriber({ url: address(), credential }));
    for (const subscriber of [ending, other]) await subscriber?.begun(pool());
    for (const subscriber of [ending, other]) await subscriber?.caughtUp(pool());
    // All subscribers are checked every ten seconds, which have not passed.
    stopClock(expiresAt.getTime());
    expect(await ending?.ending).toEqual({
      errors: [{ message: expect.anything(), extensions: { code: "UNAUTHENTICATED" } }],
    });
    await other?.caughtUp(pool());
    expect(await callerOf(server, token)).toBe(user.id);
  });
});
