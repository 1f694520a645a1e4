import { decodeJwt } from "jose";
import { createTokens } from "../../src/access/auth/tokens.js";
import { SessionRenewal } from "../../src/access/session/session-renewal.js";
import { jwtSecret, useTestServer } from "../support/server.js";
import { accounts, callerOf, olderToken, sessionIdIn, sessionRows, signToken } from "./session.steps.js";

const whoAmI = "{ viewer { type } }";
const logout = "mutation { logout { ended } }";
const hour = 3_600;

describe.each(accounts)("the token of %s", (_type, givenAccount) => {
  const server = useTestServer();

  async function send(token: string, query: string, headers: object = {}) {
    const {
      statusCode,
      headers: answered,
      body,
    } = await server.app.inject({
      method: "POST",
      url: "/graphql",
      headers: { authorization: `Bearer ${token}`, ...headers },
      payload: { query },
    });
    return { status: statusCode, renewed: answered["x-renewed-token"] as string | undefined, body };
  }

  /** A session whose token is older than half of its lifetime, and the time when the token expires. */
  async function givenOldToken() {
    const { id, token } = await givenAccount(server);
    const { iat = 0, exp = 0 } = decodeJwt(token);
    const age = (exp - iat) / 2 + hour;
    const expiresAt = new Date((exp - age) * 1_000);
    const where = { id: sessionIdIn(token) };
    await server.testDatabase.database.prisma.session.update({ where, data: { expiresAt } });
    return { id, token: await olderToken(token, age), expiresAt };
  }

  it("is not renewed in the first half of its lifetime, or without a session", async () => {
    const { id, token } = await givenAccount(server);
    expect((await send(token, whoAmI)).renewed).toBeUndefined();
    expect((await send(await olderToken(token, hour), whoAmI)).renewed).toBeUndefined();
    expect((await send(await olderToken(await signToken(id), hour / 2 + 60), whoAmI)).renewed).toBeUndefined();
  });

  it("is renewed in the second half: the session gets a longer life, and both tokens are valid", async () => {
    const { id, token, expiresAt } = await givenOldToken();
    const { renewed = "" } = await send(token, whoAmI);
    expect(sessionIdIn(renewed)).toBe(sessionIdIn(token));
    const [session] = await sessionRows(server);
    expect(session?.expiresAt).toEqual(new Date((decodeJwt(renewed).exp ?? 0) * 1_000));
    expect(session?.expiresAt.getTime()).toBeGreaterThan(expiresAt.getTime());
    expect(await callerOf(server, token)).toBe(id);
    expect(await callerOf(server, renewed)).toBe(id);
    expect((await send(renewed, whoAmI)).renewed).toBeUndefined();
  });

  it("is renewed without a shorter life of a session that lasts longer", async () => {
    const { token } = await givenOldToken();
    const { prisma } = server.testDatabase.database;
    const where = { id: sessionIdIn(token) };
    const { expiresAt } = await prisma.session.update({ where, data: { expiresAt: new Date("2100-01-01T00:00:00Z") } });
    expect((await send(token, whoAmI)).renewed).toBeDefined();
    expect(await prisma.session.findUniqueOrThrow({ where })).toMatchObject({ expiresAt });
  });

  it("is not renewed if its session expires during the request", async () => {
    const { token } = await givenOldToken();
    const { database } = server.testDatabase;
    const tokens = createTokens([jwtSecret]);
    const errors: unknown[] = [];
    const renewal = new SessionRenewal({ reader: database.reader, tokens }, (error) => errors.push(error));
    const verified = (await tokens.verify(token)) ?? undefined;
    const caller = { type: "USER", id: verified?.id ?? "", scopes: new Set<never>(), token: verified } as const;
    const setExpiry = (expiresAt: Date) =>
      database.prisma.session.update({ where: { id: sessionIdIn(token) }, data: { expiresAt } });
    await setExpiry(new Date(0));
    expect(await renewal.renew(caller, false)).toBeUndefined();
    expect(await sessionRows(server)).toMatchObject([{ expiresAt: new Date(0) }]);
    await setExpiry(verified?.expiresAt ?? new Date());
    expect(await renewal.renew(caller, false)).toBeDefined();
    // The response of a mutation has no renewed token from before.
    await setExpiry(new Date(0));
    expect(await renewal.renew(caller, true)).toBeUndefined();
    expect(errors).toEqual([]);
  });

  it("is renewed on both paths, by GET, and in responses with errors", async () => {
    const { token } = await givenOldToken();
    for (let use = 0; use < 6; use += 1) expect((await send(token, whoAmI)).renewed).toBeDefined();
    const get = await server.app.inject({
      url: "/graphql",
      query: { query: whoAmI },
      headers: { authorization: `Bearer ${token}`, "apollo-require-preflight": "true" },
    });
    expect(get.headers["x-renewed-token"]).toBeDefined();
    const refused = await send(token, "{ customers { totalCount } }");
    expect(refused).toMatchObject({ status: 403, renewed: expect.any(String) });
  });

  it("is renewed with one write for many requests", async () => {
    const { token } = await givenOldToken();
    const { statements, result } = await server.testDatabase.withStatements(async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => send(token, whoAmI)));
      return [...answers, await send(token, whoAmI)].map(({ renewed }) => renewed);
    });
    expect(statements.filter((sql) => sql.startsWith("UPDATE session SET expires_at"))).toHaveLength(1);
    expect(new Set(result).size).toBe(1);
    expect(result[0]).toBeDefined();
  });

  it("is not renewed by the request that ends its session, also if it was renewed before", async () => {
    const first = await givenOldToken();
    expect((await send(first.token, logout)).renewed).toBeUndefined();
    expect(await sessionRows(server)).toEqual([]);
    await server.reset();
    const second = await givenOldToken();
    expect((await send(second.token, whoAmI)).renewed).toBeDefined();
    expect((await send(second.token, logout)).renewed).toBeUndefined();
  });

  it("is renewed in a replayed response, whose record has no token, and is not in the log", async () => {
    const { token } = await givenOldToken();
    const mutation = "mutation { sessionsEnd(allOthers: true) { ended } }";
    const key = { "idempotency-key": "end" };
    const answers = [await send(token, mutation, key), await send(token, mutation, key)];
    const { pool } = server.testDatabase.database;
    const { rows } = await pool.query("SELECT answer FROM idempotent_request");
    expect(rows).toHaveLength(1);
    for (const { renewed, body } of answers) {
      expect(renewed).toBeDefined();
      expect(body).not.toContain(renewed);
      expect([...server.log, ...server.requestLog].join()).not.toContain(renewed);
    }
  });

  it("is not renewed if the write fails: the response stays the same, the log has a warning, a later request renews it", async () => {
    const { token } = await givenOldToken();
    const { pool } = server.testDatabase.database;
    await pool.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE OF expires_at ON session FOR EACH ROW EXECUTE FUNCTION refuse()`);
    try {
      const { status, renewed, body } = await send(token, whoAmI);
      expect({ status, renewed }).toEqual({ status: 200, renewed: undefined });
      expect(JSON.parse(body)).toMatchObject({ data: { viewer: { type: expect.any(String) } } });
      expect(server.log.join()).toContain("A token could not be renewed.");
    } finally {
      await pool.query("DROP TRIGGER refuse ON session; DROP FUNCTION refuse()");
    }
    expect((await send(token, whoAmI)).renewed).toBeDefined();
  });
});
