import type { FastifyInstance } from "fastify";
import { print } from "graphql";
import { subjectsOf } from "../../src/access/login/login-throttle.js";
import { deleteOldFailures } from "../../src/access/throttle/failure-count.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { useTestServer } from "../support/server.js";
import { givenUser, password } from "../user/user.steps.js";
import { logInCustomer, logInUser } from "./login.operations.js";

const email = "grace@example.com";
const home = "198.51.100.1";
const away = "198.51.100.2";

describe("failed logins", () => {
  const server = useTestServer();
  const failures = () => server.testDatabase.database.prisma.failedLogin;

  interface Attempt {
    email?: string;
    password?: string;
    /** The client's address. */
    from?: string;
    document?: typeof logInUser | typeof logInCustomer;
    app?: FastifyInstance;
  }

  /** Tries to log in as staff, by default with a wrong password. Returns the result. */
  async function tryLogin(attempt: Attempt = {}): Promise<"in" | "INVALID_CREDENTIALS" | "RATE_LIMITED"> {
    const { from = home, document = logInUser, app = server.app, ...variables } = attempt;
    const response = await app.inject({
      method: "POST",
      url: "/graphql",
      remoteAddress: from,
      payload: { query: print(document), variables: { email, password: "a wrong password", ...variables } },
    });
    const { data, errors } = response.json();
    if (errors !== undefined) return errors[0].extensions.code;
    const { token, userErrors } = Object.values(data)[0] as { token: string | null; userErrors: { code: string }[] };
    return token === null ? (userErrors[0]?.code as "INVALID_CREDENTIALS") : "in";
  }

  async function failTimes(count: number, attempt: Attempt = {}): Promise<void> {
    for (let number = 1; number <= count; number += 1) expect(await tryLogin(attempt)).toBe("INVALID_CREDENTIALS");
  }

  /** Extends the current delays so that they are longer than any test. */
  async function prolongPauses(): Promise<void> {
    await server.testDatabase.database.pool.query(
      "UPDATE failed_login SET blocked_until = now() + interval '10 minutes' WHERE isfinite(blocked_until)",
    );
  }

  /** Fails once more than causes no delay. The email is then blocked for the address. */
  async function givenBlocked(attempt: Attempt = {}): Promise<void> {
    await failTimes(5, attempt);
    await prolongPauses();
  }

  /** Makes the next failure of each subject cause a delay that is longer than any test. */
  async function givenLongPausesNext(): Promise<void> {
    await failures().updateMany({ data: { failures: 400, blockedUntil: new Date(0) } });
  }

  /** Adds failures of now to a subject. */
  async function givenFailures(subject: Buffer, count: number, secondsAgo = 0): Promise<void> {
    await server.testDatabase.database.pool.query(
      `INSERT INTO failed_login VALUES ($1, $2, '-infinity', now() - make_interval(secs => $3))`,
      [subject, count, secondsAgo],
    );
  }

  /** The number of failures of each subject. Partly expired failures count fully. */
  async function counts(): Promise<number[]> {
    const rows = await failures().findMany({ select: { failures: true } });
    return rows.map((row) => Math.ceil(row.failures)).sort((one, other) => one - other);
  }

  const hashes = subjectsOf("staff", email, home);
  const subjects = {
    "of an email from one address": { subject: hashes.emailAtClient.hash, free: 4 },
    "of an email from all addresses": { subject: hashes.email.hash, free: 19 },
    "of one address with all emails": { subject: hashes.client.hash, free: 299 },
  };

  it.each(Object.entries(subjects))(
    "%s cause no delay at first, then a second, and twice as long each time, up to 15 minutes",
    async (_what, { subject, free }) => {
      await givenFailures(subject, free - 1);
      const pauses: number[] = [];
      for (let number = 1; number <= 13; number += 1) {
        expect(await tryLogin()).toBe("INVALID_CREDENTIALS");
        const { rows } = await server.testDatabase.database.pool.query<{ pause: number }>(
          `SELECT CASE WHEN isfinite(blocked_until) THEN extract(epoch FROM blocked_until - last_at)::float ELSE 0 END AS pause
           FROM failed_login WHERE subject = $1`,
          [subject],
        );
        pauses.push(rows[0]?.pause ?? Number.NaN);
        await server.testDatabase.database.pool.query(
          "UPDATE failed_login SET blocked_until = '-infinity', failures = ceil(failures), last_at = now()",
        );
        await server.testDatabase.database.pool.query("DELETE FROM failed_login WHERE subject <> $1", [subject]);
      }
      expect(pauses).toEqual([0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    },
  );

  it("then cause RATE_LIMITED with the time to wait, also for the right password", async () => {
    await givenUser(server);
    await givenBlocked();
    const response = await server.app.inject({
      method: "POST",
      url: "/graphql",
      remoteAddress: home,
      payload: { query: print(logInUser), variables: { email: " GRACE@example.com", password } },
    });
    expect(response.statusCode).toBe(429);
    const [{ message, extensions }] = response.json().errors;
    expect(extensions).toEqual({ code: "RATE_LIMITED", retryAfterSeconds: expect.any(Number) });
    expect(extensions.retryAfterSeconds).toBeGreaterThan(500);
    expect(extensions.retryAfterSeconds).toBeLessThan(610);
    expect(response.headers["retry-after"]).toBe(String(extensions.retryAfterSeconds));
    expect(message).toContain(`${extensions.retryAfterSeconds} s`);
    expect(message).not.toContain(email);
  });

  it("have the same effect for an unknown email", async () => {
    await givenBlocked({ email: "nobody@example.com" });
    expect(await tryLogin({ email: "nobody@example.com" })).toBe("RATE_LIMITED");
    await givenFailures(subjectsOf("staff", "none@example.com", home).email.hash, 30);
    expect(await tryLogin({ email: "none@example.com", from: away })).toBe("INVALID_CREDENTIALS");
    expect(await tryLogin({ email: "none@example.com", from: "198.51.100.3" })).toBe("RATE_LIMITED");
  });

  it("of one email do not block others behind the same proxy, for any number of failures", async () => {
    await givenUser(server);
    await failTimes(5, { email: "eva@example.com" });
    await prolongPauses();
    for (let number = 1; number <= 400; number += 1) {
      expect(await tryLogin({ email: "eva@example.com" })).toBe("RATE_LIMITED");
    }
    expect(await tryLogin({ password })).toBe("in");
    // The owner of the email can log in from another address.
    await givenUser(server, { email: "eva@example.com" });
    expect(await tryLogin({ email: "eva@example.com", password, from: away })).toBe("in");
  });

  it("of one email do not use the rate limit of others behind the same proxy", async () => {
    await givenUser(server);
    // Enough for eleven logins.
    const { app } = await server.another({ rateLimit: { addresses: { perSecond: 0.001, burst: 30_000 } } });
    await failTimes(5, { email: "eva@example.com", app });
    await prolongPauses();
    for (let number = 1; number <= 40; number += 1) {
      expect(await tryLogin({ email: "eva@example.com", app })).toBe("RATE_LIMITED");
    }
    expect(await tryLogin({ password, app })).toBe("in");
  });

  it("from many addresses delay the email for all of them", async () => {
    await givenUser(server);
    for (let address = 1; address <= 5; address += 1) await failTimes(4, { from: `198.51.100.${address}` });
    await prolongPauses();
    for (const from of [home, "203.0.113.1"]) expect(await tryLogin({ password, from })).toBe("RATE_LIMITED");
  });

  it("do not grow while the email or the address is blocked", async () => {
    await givenBlocked();
    expect(await tryLogin()).toBe("RATE_LIMITED");
    expect(await counts()).toEqual([5, 5, 5]);
    await failures().deleteMany();
    for (const { subject } of Object.values(subjects)) {
      await givenFailures(subject, 400);
      expect(await tryLogin()).toBe("INVALID_CREDENTIALS");
      await failures().updateMany({ where: { failures: { lt: 2 } }, data: { failures: 0 } });
      expect(await tryLogin()).toBe("RATE_LIMITED");
      expect(await counts()).toEqual([0, 0, 401]);
      await failures().deleteMany();
    }
  });

  it.each([
    ["of an email from one address", hashes.emailAtClient.hash, 900],
    ["of an email from all addresses", hashes.email.hash, 900],
    ["of an address", hashes.client.hash, 10],
  ])("%s expire one by one", async (_what, subject, seconds) => {
    await givenUser(server);
    await givenFailures(subject, 100, 90 * seconds);
    expect(await tryLogin()).toBe("INVALID_CREDENTIALS");
    // At most ten of a hundred remain.
    expect(Math.max(...(await counts()))).toBeLessThanOrEqual(11);
    await failures().deleteMany();
    await givenFailures(subject, 3, 4 * seconds);
    await failTimes(4);
    expect(await tryLogin({ password })).toBe("in");
  });

  it("are counted before the password is checked, so that aliases in one document get no more attempts", async () => {
    await givenUser(server);
    await failTimes(1);
    await givenLongPausesNext();
    const fields = Array.from({ length: 6 }, (_, n) => {
      const given = n === 5 ? password : "a wrong password";
      return `a${n}: login(email: "${email}", password: "${given}") { token userErrors { code } }`;
    });
    const { data, errors } = await server.as(null).ask(`mutation { ${fields.join(" ")} }`);
    // The address is that of the failure before. A failed non-null field makes the whole data null.
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ path: ["a1"], extensions: { code: "RATE_LIMITED" } }]);
  });

  it("are counted before the password is checked, so that concurrent attempts get no more attempts", async () => {
    for (let n = 0; n < 8; n += 1) await failTimes(1, { from: `198.51.100.${n + 10}` });
    await givenLongPausesNext();
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => tryLogin({ from: `198.51.100.${n + 10}` })));
    expect(answers.sort()).toEqual(["INVALID_CREDENTIALS", ...Array(7).fill("RATE_LIMITED")]);
  });

  it("at the same time do not block each other while they cause no delay", async () => {
    for (let round = 1; round <= 10; round += 1) {
      const answers = await Promise.all(Array.from({ length: 4 }, () => tryLogin()));
      expect(answers).toEqual(Array(4).fill("INVALID_CREDENTIALS"));
      expect(await counts()).toEqual([4, 4, 4]);
      await failures().deleteMany();
    }
  });

  it("of many emails delay their address for all emails, and no other address", async () => {
    await givenUser(server);
    await givenFailures(hashes.client.hash, 298);
    for (const name of ["eva", "ida"])
      expect(await tryLogin({ email: `${name}@example.com` })).toBe("INVALID_CREDENTIALS");
    await prolongPauses();
    expect(await tryLogin({ password })).toBe("RATE_LIMITED");
    expect(await tryLogin({ password, from: away })).toBe("in");
  });

  it("of the email are deleted at a successful login, and those of the address are kept", async () => {
    await givenUser(server);
    await failTimes(4);
    expect(await tryLogin({ password })).toBe("in");
    expect(await counts()).toEqual([4]);
    await failTimes(4);
    expect(await tryLogin({ password })).toBe("in");
  });

  it("are counted by all servers of a database together", async () => {
    await givenUser(server);
    const { app: other } = await server.anotherInstance();
    await failTimes(2);
    await failTimes(3, { app: other });
    await prolongPauses();
    for (const app of [server.app, other]) expect(await tryLogin({ app, password })).toBe("RATE_LIMITED");
  });

  it("of staff and of a customer with the same email are counted separately", async () => {
    await givenUser(server);
    await givenCustomer(server, { email, password });
    await givenBlocked({ document: logInCustomer });
    expect(await tryLogin({ document: logInCustomer, password })).toBe("RATE_LIMITED");
    expect(await tryLogin({ password })).toBe("in");
  });

  it("do not count after a day", async () => {
    await givenUser(server);
    await failTimes(4);
    await server.testDatabase.database.pool.query(
      "UPDATE failed_login SET failures = 1000, last_at = now() - interval '25 hours'",
    );
    await failTimes(4);
    expect(await tryLogin({ password })).toBe("in");
  });

  it("are deleted after a day, and not earlier", async () => {
    await failTimes(1);
    await failTimes(1, { email: "eva@example.com", from: away });
    const { pool, prisma } = server.testDatabase.database;
    await pool.query("UPDATE failed_login SET last_at = now() - interval '23 hours'");
    await deleteOldFailures(prisma, 100);
    expect(await failures().count()).toBe(6);
    const ofGrace = Object.values(hashes).map(({ hash }) => hash);
    await pool.query("UPDATE failed_login SET last_at = now() - interval '25 hours' WHERE subject = ANY ($1)", [
      ofGrace,
    ]);
    await deleteOldFailures(prisma, 100);
    expect(await failures().count()).toBe(3);
    expect(await tryLogin({ email: "eva@example.com" })).toBe("INVALID_CREDENTIALS");
  });

  it("leave neither emails nor addresses in the database", async () => {
    await failTimes(1);
    const { rows } = await server.testDatabase.database.pool.query<{ row: string }>(
      "SELECT f::text AS row FROM failed_login f",
    );
    expect(rows).toHaveLength(3);
    expect(rows.map(({ row }) => row).join()).not.toMatch(/grace|198\.51/);
  });
});
