import { deleteExpiredSessions } from "../../src/access/session/session-end.service.js";
import { adminKey, type OtherServer, useTestServer } from "../support/server.js";
import { endSessions, logOut, readSessions } from "./session.operations.js";
import { accounts, callerOf, sessionIdIn, sessionRows, signToken, whileInUse } from "./session.steps.js";

const done = (ended: number) => ({ ended, userErrors: [] });

describe.each(accounts)("the sessions of %s", (_type, givenAccount) => {
  const server = useTestServer();
  let second: OtherServer;
  beforeAll(async () => {
    second = await server.anotherInstance();
  });

  /** The caller that each of two instances finds for a token. */
  const callersOf = (token: string) => Promise.all([callerOf(server, token), callerOf(second, token)]);
  const ended = ["UNAUTHENTICATED", "UNAUTHENTICATED"];

  it("are listed from the newest to the oldest, without expired ones and those of others", async () => {
    const { token, logIn } = await givenAccount(server);
    await givenAccount(server, "other@example.com");
    const [later, expired] = [await logIn(), await logIn()];
    const { prisma } = server.testDatabase.database;
    await prisma.session.update({ where: { id: sessionIdIn(expired) }, data: { expiresAt: new Date() } });
    const [row] = await sessionRows(server);
    const { viewer } = await server.as(token).run(readSessions);
    expect(viewer.sessions).toEqual([
      expect.objectContaining({ id: sessionIdIn(later), isCurrent: false }),
      {
        id: sessionIdIn(token),
        createdAt: row?.createdAt.toISOString(),
        expiresAt: row?.expiresAt.toISOString(),
        lastUsedAt: null,
        userAgent: "lightMyRequest",
        isCurrent: true,
      },
    ]);
  });

  it("are at most 100 in a response, the newest", async () => {
    const { token } = await givenAccount(server);
    const [row] = await sessionRows(server);
    const copies = Array.from({ length: 120 }, (_, number) => ({
      ...row,
      id: `ses_00${String(number).padStart(3, "0")}`,
      expiresAt: new Date(Date.now() + 60_000),
    }));
    await server.testDatabase.database.prisma.session.createMany({ data: copies });
    const { sessions } = (await server.as(token).run(readSessions)).viewer;
    expect(sessions.map(({ id }) => id)).toEqual([
      sessionIdIn(token),
      ...copies
        .map(({ id }) => id)
        .reverse()
        .slice(0, 99),
    ]);
  });

  it("end by logout on each instance, one at a time", async () => {
    const { id, token, logIn } = await givenAccount(server);
    const other = await logIn();
    expect(await callersOf(token)).toEqual([id, id]);
    expect((await server.as(token).run(logOut)).logout).toEqual(done(1));
    expect(await callersOf(token)).toEqual(ended);
    expect(await callersOf(other)).toEqual([id, id]);
  });

  it("end by id, also the current one", async () => {
    const { id, token, logIn } = await givenAccount(server);
    const other = await logIn();
    expect(await callersOf(other)).toEqual([id, id]);
    const { sessionsEnd } = await server.as(token).run(endSessions, { id: sessionIdIn(other) });
    expect(sessionsEnd).toEqual(done(1));
    expect(await callersOf(other)).toEqual(ended);
    expect(await callersOf(token)).toEqual([id, id]);
    await server.as(token).run(endSessions, { id: sessionIdIn(token) });
    expect(await callersOf(token)).toEqual(ended);
  });

  it("end except for the current one with allOthers", async () => {
    const { id, token, logIn } = await givenAccount(server);
    const others = [await logIn(), await logIn()];
    const stranger = await givenAccount(server, "other@example.com");
    const { sessionsEnd } = await server.as(token).run(endSessions, { allOthers: true });
    expect(sessionsEnd).toEqual(done(2));
    for (const other of others) expect(await callersOf(other)).toEqual(ended);
    expect(await callersOf(token)).toEqual([id, id]);
    expect(await callersOf(stranger.token)).toEqual([stranger.id, stranger.id]);
    expect((await server.as(token).run(endSessions, { allOthers: true })).sessionsEnd).toEqual(done(0));
  });

  it("of another account, ended, expired and malformed ones are NOT_FOUND", async () => {
    const { token, logIn } = await givenAccount(server);
    const stranger = await givenAccount(server, "other@example.com");
    const endedSession = await logIn();
    await server.as(endedSession).run(logOut);
    const expired = sessionIdIn(await logIn());
    const { prisma } = server.testDatabase.database;
    await prisma.session.update({ where: { id: expired }, data: { expiresAt: new Date() } });
    const ids = [
      sessionIdIn(stranger.token),
      sessionIdIn(endedSession),
      expired,
      "ses_unknown",
      "ses_\0",
      "\ud800",
      "",
    ];
    for (const id of ids) {
      const { data } = await server
        .as(token)
        .ask("mutation ($id: ID!) { sessionsEnd(id: $id) { ended userErrors { code path } } }", { id });
      expect(data?.sessionsEnd).toEqual({ ended: 0, userErrors: [{ code: "NOT_FOUND", path: ["id"] }] });
    }
    expect(await callersOf(stranger.token)).toEqual([stranger.id, stranger.id]);
  });

  it.each([
    ["neither id nor allOthers", {}, "REQUIRED", ["id"]],
    ["id: null", { id: null }, "REQUIRED", ["id"]],
    ["the id of another type", { id: "cus_1" }, "INVALID_ID", ["id"]],
    ["both", { id: "ses_1", allOthers: true }, "CONFLICTING_INPUT", ["allOthers"]],
  ])("are not ended with %s", async (_what, variables, code, path) => {
    const { token, logIn } = await givenAccount(server);
    await logIn();
    const { sessionsEnd } = await server.as(token).run(endSessions, variables);
    expect(sessionsEnd).toEqual({ ended: 0, userErrors: [expect.objectContaining({ code, path })] });
    expect(await sessionRows(server)).toHaveLength(2);
  });

  it("end once when two requests end the same one at the same time", async () => {
    const { token, logIn } = await givenAccount(server);
    const id = sessionIdIn(await logIn());
    const results = await Promise.all([server, second].map((one) => one.as(token).run(endSessions, { id })));
    const counts = results.map(({ sessionsEnd }) => sessionsEnd.ended).sort();
    expect(counts).toEqual([0, 1]);
  });

  it.each<[how: string, end: (token: string, other: string) => Promise<unknown>]>([
    ["logout", (token) => server.as(token).run(logOut)],
    ["sessionsEnd of one", (token, other) => server.as(other).run(endSessions, { id: sessionIdIn(token) })],
    ["sessionsEnd of all others", (_token, other) => server.as(other).run(endSessions, { allOthers: true })],
  ])("are refused right after %s, although requests with the token run", async (_how, end) => {
    const { token, logIn } = await givenAccount(server);
    const other = await logIn();
    await whileInUse([server, second], [token], () => end(token, other));
    expect(await callersOf(token)).toEqual(ended);
  });

  it("expire", async () => {
    const { id, token } = await givenAccount(server);
    const { prisma } = server.testDatabase.database;
    await prisma.session.update({ where: { id: sessionIdIn(token) }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect(await callersOf(token)).toEqual(ended);
    expect(await callerOf(server, await signToken(id))).toBe(id);
  });

  it("are not valid with the token of another account, or of an unknown session", async () => {
    const { id, token } = await givenAccount(server);
    const stranger = await givenAccount(server, "other@example.com");
    for (const sessionId of [sessionIdIn(stranger.token), "ses_unknown", ""]) {
      expect(await callerOf(server, await signToken(id, sessionId))).toBe("UNAUTHENTICATED");
    }
    expect(await callerOf(server, await signToken(id, sessionIdIn(token)))).toBe(id);
  });

  it("are not valid with another version of the password", async () => {
    const { id, token } = await givenAccount(server);
    for (const version of [2, 7]) {
      expect(await callerOf(server, await signToken(id, sessionIdIn(token), version))).toBe("UNAUTHENTICATED");
      expect(await callerOf(server, await signToken(id, undefined, version))).toBe("UNAUTHENTICATED");
    }
  });

  it("are not valid for a deleted account, even if their rows were left", async () => {
    const { id, token } = await givenAccount(server);
    const old = await signToken(id);
    const table = id.startsWith("user_") ? "staff_user" : "customer";
    const { pool } = server.testDatabase.database;
    // Without the triggers, which end the sessions.
    await pool.query(
      `BEGIN; SET LOCAL session_replication_role = replica; UPDATE ${table} SET deleted_at = now(); COMMIT`,
    );
    expect(await sessionRows(server)).toHaveLength(1);
    expect(await callersOf(token)).toEqual(ended);
    expect(await callersOf(old)).toEqual(ended);
  });

  it("are listed and ended with a token without a session, which stays valid", async () => {
    const { id, token } = await givenAccount(server);
    const old = server.as(await signToken(id));
    const { sessions } = (await old.run(readSessions)).viewer;
    expect(sessions).toMatchObject([{ id: sessionIdIn(token), isCurrent: false }]);
    expect((await old.run(logOut)).logout).toEqual(done(0));
    expect((await old.run(endSessions, { allOthers: true })).sessionsEnd).toEqual(done(1));
    expect(await callersOf(token)).toEqual(ended);
    expect(await callersOf(await signToken(id))).toEqual([id, id]);
  });
});

describe("sessions", () => {
  const server = useTestServer();

  it.each([
    ["logout", "mutation { logout { ended } }"],
    ["sessionsEnd", "mutation { sessionsEnd(allOthers: true) { ended } }"],
  ])("of API keys do not exist: %s is FORBIDDEN", async (name, mutation) => {
    const { status, errors } = await server.ask(mutation);
    expect(status).toBe(403);
    expect(errors).toMatchObject([
      { message: `This is not for API keys: Mutation.${name}.`, extensions: { code: "FORBIDDEN", missingScopes: [] } },
    ]);
    expect((await server.as(adminKey).run(readSessions)).viewer.sessions).toEqual([]);
  });

  it.each(accounts)(
    "in the response of a login of %s include the new one, as the current one",
    async (type, givenAccount) => {
      await givenAccount(server);
      const [login, email] =
        type === "a customer" ? ["customerLogin", "ada@example.com"] : ["login", "grace@example.com"];
      const { data } = await server
        .as(null)
        .ask(
          `mutation { ${login}(email: "${email}", password: "correct horse battery") { token viewer { sessions { id isCurrent } } userErrors { code } } }`,
        );
      const { token, viewer }: { token?: string; viewer?: object } = data?.[login] ?? {};
      const started = { id: sessionIdIn(token ?? ""), isCurrent: true };
      expect(viewer).toEqual({ sessions: [started, expect.objectContaining({ isCurrent: false })] });
    },
  );

  it("that have expired are deleted by the cleanup, others are kept", async () => {
    const [, givenCustomer] = accounts[1] ?? [];
    const { token, logIn } = (await givenCustomer?.(server)) ?? { token: "", logIn: async () => "" };
    const { prisma } = server.testDatabase.database;
    for (const expired of [await logIn(), await logIn(), await logIn()]) {
      await prisma.session.update({ where: { id: sessionIdIn(expired) }, data: { expiresAt: new Date(0) } });
    }
    expect(await deleteExpiredSessions(prisma, 2)).toBe(2);
    expect(await deleteExpiredSessions(prisma, 2)).toBe(1);
    expect((await sessionRows(server)).map(({ id }) => id)).toEqual([sessionIdIn(token)]);
  });
});
