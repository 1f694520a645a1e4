import { randomBytes, randomUUID } from "node:crypto";
import { decodeJwt } from "jose";
import type { Caller } from "../../src/access/auth/caller.js";
import { openDatabase } from "../../src/database/database.js";
import { IdempotencyKey } from "../../src/http/idempotency/idempotency-key.js";
import { Collector } from "../monitoring/collector.js";
import { openTestDatabase, type TestDatabase } from "../support/database.js";
import { useMailServer } from "../support/mail.js";
import { adminKey } from "../support/server.js";
import { temporaryFolders } from "../support/temporary-folder.js";
import { killServersAfterEach, type ServerProcess, startServer } from "./server-process.js";

killServersAfterEach();
const temporaryFolder = temporaryFolders();

/** The tests search for a part of each password. */
const passwords = { first: "zq-first-password", reset: "zq-reset-password", changed: "zq-changed-password" };
const email = "eva@example.com";

interface Payload {
  readonly token: string | null;
  readonly userErrors: readonly { readonly code: string }[];
}

describe("tokens and passwords", () => {
  const mail = useMailServer();
  const collector = new Collector();
  let testDatabase: TestDatabase;
  let database: { readonly databaseUrl?: string; readonly dataDir: string };

  beforeAll(async () => {
    await collector.start();
    testDatabase = await openTestDatabase();
    const { url: databaseUrl } = testDatabase;
    database = databaseUrl === undefined ? { dataDir: await temporaryFolder() } : { databaseUrl, dataDir: "" };
  });
  afterAll(async () => {
    collector.stop();
    await testDatabase.close();
  });

  /** A server that shows as much as it can. */
  function startTalkativeServer(): Promise<ServerProcess> {
    const { databaseUrl, dataDir } = database;
    return startServer({
      ...(databaseUrl === undefined ? { DATA_DIR: dataDir } : { DATABASE_URL: databaseUrl }),
      DEMO_DATA: "false",
      ADMIN_API_KEY: adminKey,
      JWT_SECRET: "a-secret-of-this-test-that-signs-tokens",
      ACCOUNT_URL: "https://shop.example.com",
      STAFF_URL: "https://staff.example.com",
      SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
      MAIL_FROM: "shop@example.com",
      SELF_REGISTRATION: "true",
      LOG_LEVEL: "trace",
      METRICS_PORT: "0",
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: "50",
    });
  }

  /** The keys of the requests that have been sent. */
  let keys: IdempotencyKey[];

  /** Sends a mutation as part of a trace, with an idempotency key. */
  async function send(server: ServerProcess, field: string, variables: object, credential = adminKey) {
    const traceId = randomBytes(16).toString("hex");
    const idempotencyKey = randomUUID();
    keys.push(new IdempotencyKey(idempotencyKey, callerOf(credential)));
    const selection = /^(userInvite|customerRegister|\w+Request)\(/.test(field) ? "accepted" : "token";
    const declared = Object.keys(variables).map((name) => `$${name}: String!`);
    const head = declared.length === 0 ? "mutation" : `mutation (${declared.join(", ")})`;
    const query = `${head} { result: ${field} { ${selection} userErrors { code } } }`;
    const headers = {
      "content-type": "application/json",
      authorization: `Bearer ${credential}`,
      "idempotency-key": idempotencyKey,
      traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
    };
    const response = await fetch(server.url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
    const { data, errors } = (await response.json()) as { data: { result: Payload }; errors?: unknown };
    expect(errors).toBeUndefined();
    await collector.trace(traceId);
    return data.result;
  }

  /** Takes the token from the next mail, and opens its page at this server. */
  async function followLink(server: ServerProcess, site: string, to = email): Promise<string> {
    const { link = "", token } = await mail.nextTo(to);
    const { pathname, search } = new URL(link);
    await fetch(new URL(`/${site}${pathname}${search}`, server.url));
    return token;
  }

  /** All rows of all tables as text, and the stored responses of the requests. */
  async function readDatabase(): Promise<{ rows: string; responses: string[] }> {
    const { pool, close } = await openDatabase(database);
    const tables = await pool.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    const rows = [];
    for (const { name } of tables.rows) rows.push(...(await pool.query(`SELECT t::text FROM "${name}" t`)).rows);
    const responses = [];
    for (const key of keys) {
      const { rows: found } = await pool.query("SELECT answer FROM idempotent_request WHERE id = $1", [key.id]);
      // A mutation that has written nothing can run again, and leaves no record.
      responses.push(...found.flatMap(({ answer }) => (answer === null ? [] : key.unseal(answer))));
    }
    await close();
    return { rows: JSON.stringify(rows), responses };
  }

  /** Runs each mutation of members of staff, with success and with errors. Returns all tokens. */
  async function runStaffFlow(server: ServerProcess): Promise<Secrets> {
    await send(server, `userInvite(email: "${email}", scopes: [ORDERS_READ])`, {});
    const invitation = await followLink(server, "admin");
    const accept = "userInviteAccept(token: $token, password: $password)";
    await send(server, accept, { token: invitation, password: "zq-shrt" });
    const accepted = await send(server, accept, { token: invitation, password: passwords.first });
    await send(server, accept, { token: invitation, password: passwords.first });

    await send(server, `userPasswordResetRequest(email: "${email}")`, {});
    const link = await followLink(server, "admin");
    const reset = "userPasswordReset(token: $token, password: $password)";
    const afterReset = await send(server, reset, { token: link, password: passwords.reset });
    await send(server, reset, { token: link, password: passwords.reset });
    await mail.nextTo(email);

    const change = "userPasswordChange(currentPassword: $current, newPassword: $password)";
    const session = afterReset.token ?? "";
    await send(server, change, { current: passwords.first, password: passwords.changed }, session);
    const changed = await send(server, change, { current: passwords.reset, password: passwords.changed }, session);
    await mail.nextTo(email);
    const login = "login(email: $email, password: $password)";
    await send(server, login, { email, password: "zq-wrong" });
    const loggedIn = await send(server, login, { email, password: passwords.changed });
    return { links: [invitation, link], sessions: [accepted, afterReset, changed, loggedIn], seen: ["ORDERS_READ"] };
  }

  /** Runs each mutation of customers, with success and with errors. Returns all tokens. */
  async function runCustomerFlow(server: ServerProcess): Promise<Secrets> {
    await send(server, `customerRegister(input: {email: "${email}"})`, {});
    const registration = await followLink(server, "account");
    const confirm = "customerRegisterConfirm(token: $token, password: $password)";
    await send(server, confirm, { token: registration, password: "zq-shrt" });
    const registered = await send(server, confirm, { token: registration, password: passwords.first });
    await send(server, confirm, { token: registration, password: passwords.first });
    // The mail offers a new password.
    await send(server, `customerRegister(input: {email: "${email}"})`, {});
    const offer = await followLink(server, "account");

    await send(server, `customerPasswordResetRequest(email: "${email}")`, {});
    const link = await followLink(server, "account");
    const reset = "customerPasswordReset(token: $token, password: $password)";
    const afterReset = await send(server, reset, { token: link, password: passwords.reset });
    await send(server, reset, { token: link, password: passwords.reset });
    await mail.nextTo(email);

    const change = "customerPasswordChange(currentPassword: $current, newPassword: $password)";
    const session = afterReset.token ?? "";
    await send(server, change, { current: passwords.first, password: passwords.changed }, session);
    const changed = await send(server, change, { current: passwords.reset, password: passwords.changed }, session);
    await mail.nextTo(email);
    const request = "customerEmailChangeRequest(currentPassword: $current, email: $email)";
    const other = "eva@other.example";
    await send(server, request, { current: passwords.reset, email: other }, changed.token ?? "");
    await send(server, request, { current: passwords.changed, email: other }, changed.token ?? "");
    const emailLink = await followLink(server, "account", other);
    const confirmEmail = "customerEmailChangeConfirm(token: $token)";
    const withEmail = await send(server, confirmEmail, { token: emailLink });
    await send(server, confirmEmail, { token: emailLink });
    const login = "customerLogin(email: $email, password: $password)";
    await send(server, login, { email: other, password: "zq-wrong" });
    const loggedIn = await send(server, login, { email: other, password: passwords.changed });
    return {
      links: [registration, offer, link, emailLink],
      sessions: [registered, afterReset, changed, withEmail, loggedIn],
      seen: [other],
    };
  }

  const flows: [of: string, use: (server: ServerProcess) => Promise<Secrets>][] = [
    ["staff", runStaffFlow],
    ["customers", runCustomerFlow],
  ];
  it.each(flows)(
    "of %s are in no log line, metric, trace, idempotency record and table after each mutation has succeeded and failed",
    async (_of, use) => {
      keys = [];
      const server = await startTalkativeServer();
      const { links, sessions, seen } = await use(server);
      const [metricsUrl] = /http:\/\/127\.0\.0\.1:\d+\/metrics/.exec(server.output) ?? [""];
      const metrics = await (await fetch(metricsUrl)).text();
      server.signal("SIGTERM");
      expect(await server.exitCode).toBe(0);
      const { rows, responses } = await readDatabase();

      // Each of them has something to search.
      expect(server.output).toContain('"msg":"request"');
      expect(metrics).toContain("graphql");
      expect(collector.received).toContain("INSERT INTO");
      for (const value of [email, "argon2id", ...seen]) expect(rows).toContain(value);
      expect(responses.join()).toContain("accepted");

      const tokens = sessions.map(({ token }) => token ?? "missing");
      const signatures = tokens.map((token) => token.split(".")[2] ?? "missing");
      expect(new Set([...links, ...signatures]).size).toBe(links.length + sessions.length);
      const secrets = [...links, ...links.map((link) => Buffer.from(link).toString("hex")), ...signatures];
      for (const text of [server.output, metrics, collector.received, rows, responses.join()]) {
        expect(text).not.toMatch(/zq-/);
        for (const secret of secrets) expect(text).not.toContain(secret);
      }
    },
    120_000,
  );
});

/** What the flows of one kind of account have shown. */
interface Secrets {
  /** The tokens of links. */
  readonly links: readonly string[];
  readonly sessions: readonly Payload[];
  /** Texts that are stored. */
  readonly seen: readonly string[];
}

/** The caller of a credential: the root key, or the account of a token. */
function callerOf(credential: string): Caller {
  if (credential === adminKey) return { type: "API_KEY", id: "apk_root", scopes: new Set() };
  const { sub = "" } = decodeJwt(credential);
  return { type: sub.startsWith("user_") ? "USER" : "CUSTOMER", id: sub, scopes: new Set() };
}
