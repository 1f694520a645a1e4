import { createLinkToken, type LinkPurpose, linkLifetimes } from "../../src/access/link-token/link-token.rows.js";
import { RequestDatabase } from "../../src/database/request-database.js";
import { useMailServer } from "../support/mail.js";
import { useTestServer } from "../support/server.js";
import { type UserLinkFlow, userLinkFlows } from "./user-account.steps.js";

const refused = "INVALID_TOKEN at token";

describe.each(userLinkFlows)("the link of $purpose", ({ purpose, email, given, request, use }: UserLinkFlow) => {
  const mail = useMailServer();
  const server = useTestServer(mail.serverOptions);
  // Otherwise the next test gets the mails of this one.
  afterEach(() => mail.allSent(server.testDatabase.database));
  const pool = () => server.testDatabase.database.pool;
  beforeEach(() => given(server));

  async function requestedToken(): Promise<string> {
    await request(server);
    return (await mail.nextTo(email)).token;
  }

  it("works once", async () => {
    const token = await requestedToken();
    expect(await use(server, token)).toMatch(/^user_/);
    expect(await use(server, token)).toBe(refused);
  });

  it("does not work after it has expired", async () => {
    const token = await requestedToken();
    await pool().query("UPDATE link_token SET expires_at = now() - interval '1 second'");
    expect(await use(server, token)).toBe(refused);
  });

  it("does not work after a newer one was sent", async () => {
    const [older, newer] = [await requestedToken(), await requestedToken()];
    expect(await use(server, older)).toBe(refused);
    expect(await use(server, newer)).toMatch(/^user_/);
  });

  it("does not work with a token that the server has not created", async () => {
    const token = await requestedToken();
    for (const foreign of ["", "A".repeat(43), `${token}x`, token.slice(1), ` ${token}`, `${token.slice(1)}\0`]) {
      expect(await use(server, foreign)).toBe(refused);
    }
    expect(await use(server, token)).toMatch(/^user_/);
  });

  it.each((Object.keys(linkLifetimes) as LinkPurpose[]).filter((other) => other !== purpose))(
    "does not work with a token of %s, which stays usable",
    async (other) => {
      const db = new RequestDatabase(server.testDatabase.database);
      const link = { purpose: other, subject: email, email };
      const token = await db.transaction(null, (tx) => createLinkToken(tx, link));
      expect(await use(server, token)).toBe(refused);
      expect(await server.testDatabase.database.prisma.linkToken.count()).toBe(1);
    },
  );

  it("works at another instance", async () => {
    const token = await requestedToken();
    expect(await use(await server.anotherInstance(), token)).toMatch(/^user_/);
  });

  it("is used by exactly one of several concurrent requests", async () => {
    const token = await requestedToken();
    const other = await server.anotherInstance();
    const results = await Promise.all([server, other, server, other].map((instance) => use(instance, token)));
    expect(results.filter((result) => result !== refused)).toEqual([expect.stringMatching(/^user_/)]);
  });

  it("counts only as a failure if it is bad", async () => {
    const token = await requestedToken();
    const failures = async () =>
      (await pool().query("SELECT sum(failures)::int AS count FROM failed_login")).rows[0].count;
    const before = await failures();
    expect(await use(server, token)).toMatch(/^user_/);
    expect(await failures()).toBe(before);
    expect(await use(server, token)).toBe(refused);
    expect(await failures()).toBe(before + 1);
  });

  it("is slowed down after many bad tokens of a client", async () => {
    const token = await requestedToken();
    for (let time = 1; time <= 30; time += 1) expect(await use(server, "A".repeat(43))).toBe(refused);
    await pool().query(
      "UPDATE failed_login SET blocked_until = now() + interval '10 minutes' WHERE isfinite(blocked_until)",
    );
    await expect(use(server, token)).rejects.toThrow("RATE_LIMITED");
  });
});
