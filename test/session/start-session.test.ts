import { decodeJwt } from "jose";
import { createTokens } from "../../src/access/auth/tokens.js";
import type { Context } from "../../src/access/context.js";
import { AccountChangedError, startSession } from "../../src/access/session/session.service.js";
import { readUserAgent } from "../../src/access/session/user-agent.js";
import type { Tx } from "../../src/database/transactions/transaction.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { givenCustomerSession, givenUserSession } from "../login/login.steps.js";
import { describeOnServer } from "../support/database.js";
import { eventually } from "../support/mail.js";
import { jwtSecret, type TestServer, useTestServer } from "../support/server.js";
import { givenUser, password } from "../user/user.steps.js";
import { callerOf, sessionRows } from "./session.steps.js";

const logIn =
  "mutation ($email: String!, $password: String!) { customerLogin(email: $email, password: $password) { token userErrors { code } } }";

describe("a login", () => {
  const server = useTestServer();

  it("of a customer starts a session, whose id is in the token", async () => {
    const { customer, token } = await givenCustomerSession(server);
    const { sid, exp = 0 } = decodeJwt(token);
    expect(await sessionRows(server)).toEqual([
      expect.objectContaining({ id: sid, customerId: customer.id, userId: null, expiresAt: new Date(exp * 1_000) }),
    ]);
    expect(sid).toMatch(/^ses_[0-9A-Z]{26}$/);
  });

  it("of a member of staff starts a session, whose id is in the token", async () => {
    const { user, token } = await givenUserSession(server);
    const { sid, exp = 0 } = decodeJwt(token);
    expect(await sessionRows(server)).toEqual([
      expect.objectContaining({ id: sid, customerId: null, userId: user.id, expiresAt: new Date(exp * 1_000) }),
    ]);
  });

  it("with a wrong password starts no session", async () => {
    const { email } = await givenCustomer(server, { email: "ada@example.com", password });
    await server.as(null).ask(logIn, { email, password: "a wrong password" });
    expect(await sessionRows(server)).toEqual([]);
  });

  it("stores the header User-Agent with the session", async () => {
    const { email } = await givenCustomer(server, { email: "ada@example.com", password });
    await server.as(null).ask(logIn, { email, password }, { "user-agent": " A\tBrowser/1.0 " });
    expect(await sessionRows(server)).toMatchObject([{ userAgent: "ABrowser/1.0" }]);
  });
});

const tokens = createTokens([jwtSecret]);
const context = { authentication: { tokens }, userAgent: undefined } as unknown as Context;

/** Starts a session of an account with this version of the password. */
const start = (tx: Parameters<typeof startSession>[0], { type, id }: Owner, passwordVersion: number) =>
  startSession(tx, { caller: { type, id, scopes: new Set() }, passwordVersion }, context);

interface Owner {
  readonly type: "USER" | "CUSTOMER";
  readonly id: string;
  readonly email: string;
}

/** The accounts of staff and of customers. */
const kinds: [name: string, kind: Kind][] = [
  [
    "a customer",
    {
      given: async (server) => {
        const { id } = await givenCustomer(server, { email: "ada@example.com", password });
        return { type: "CUSTOMER", id, email: "ada@example.com" };
      },
      logIn: "customerLogin",
      write: (tx, id, data) => tx.customer.update({ where: { id }, data }),
    },
  ],
  [
    "a member of staff",
    {
      given: async (server) => {
        const { id, email } = await givenUser(server);
        return { type: "USER", id, email };
      },
      logIn: "login",
      write: (tx, id, data) => tx.staffUser.update({ where: { id }, data }),
    },
  ],
];

interface Kind {
  readonly given: (server: TestServer) => Promise<Owner>;
  /** The mutation. */
  readonly logIn: "customerLogin" | "login";
  readonly write: (tx: Tx, id: string, data: { passwordVersion: number } | { deletedAt: Date }) => Promise<unknown>;
}

const changes: [what: string, data: { passwordVersion: number } | { deletedAt: Date }][] = [
  ["has another version of the password", { passwordVersion: 2 }],
  ["is deleted", { deletedAt: new Date() }],
];

describe.each(kinds)("a session of %s", (_name, { given, write }) => {
  const server = useTestServer();

  it.each(changes)("does not start if the account %s", async (_what, data) => {
    const owner = await given(server);
    const { prisma } = server.testDatabase.database;
    await write(prisma, owner.id, data);
    await expect(start(prisma, owner, 1)).rejects.toThrow(AccountChangedError);
    expect(await sessionRows(server)).toEqual([]);
  });

  it("starts in the transaction that sets the password, and ends if it is rolled back", async () => {
    const owner = await given(server);
    const { prisma } = server.testDatabase.database;
    const setPassword = (fails: boolean) =>
      prisma.$transaction(async (tx) => {
        await write(tx, owner.id, { passwordVersion: 2 });
        const { token } = await start(tx, owner, 2);
        if (fails) throw new Error("rolled back");
        return token;
      });
    await expect(setPassword(true)).rejects.toThrow("rolled back");
    expect(await sessionRows(server)).toEqual([]);
    expect(await callerOf(server, await setPassword(false))).toBe(owner.id);
  });
});

/** Prisma ends transactions after five seconds, which are not enough on a busy machine. */
const slow = { timeout: 60_000 };

describeOnServer("a login and a concurrent change of the account", () => {
  const server = useTestServer();

  /** Waits until a new session waits for the lock of its account. */
  async function sessionWaits(): Promise<void> {
    const { pool } = server.testDatabase.database;
    const text =
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INSERT INTO session%'";
    await eventually("no session waits", async () => (await pool.query(text)).rowCount || undefined);
  }

  describe.each(kinds)("of %s", (_name, { given, logIn, write }) => {
    it.each(changes)("start no session of an account that %s", async (_what, data) => {
      const { id, email } = await given(server);
      let answer: Promise<unknown> | undefined;
      await server.testDatabase.database.prisma.$transaction(async (tx) => {
        await write(tx, id, data);
        answer = server
          .as(null)
          .ask(
            `mutation ($email: String!, $password: String!) { result: ${logIn}(email: $email, password: $password) { token userErrors { code } } }`,
            { email, password },
          );
        await sessionWaits();
      }, slow);
      expect(await answer).toEqual({
        status: 200,
        data: { result: { token: null, userErrors: [{ code: "INVALID_CREDENTIALS" }] } },
      });
      expect(await sessionRows(server)).toEqual([]);
    });
  });
});

describe("a User-Agent", () => {
  it.each([
    ["nothing", undefined, null],
    ["white space", " \t ", null],
    ["control characters", "A\u0000\u001b[31mB\u007f\u0085C\r\n", "A[31mBC"],
    ["bidirectional controls", "A\u202eB\u2066C\u200f", "ABC"],
    ["a decomposed letter", "Cafe\u0301", "Caf\u00e9"],
    ["more than 255 characters", "a".repeat(300), "a".repeat(255)],
    ["a space at the cut", `${"a".repeat(254)} b`, "a".repeat(254)],
    ["a pair of surrogates at the cut", `${"a".repeat(254)}\u{1F600}`, "a".repeat(254)],
    ["half of a pair", "A\ud800B", "AB"],
  ])("with %s is stored as visible text", (_what, header, stored) => {
    expect(readUserAgent(header)).toBe(stored);
  });
});
