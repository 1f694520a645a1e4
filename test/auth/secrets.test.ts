import type { FastifyInstance, InjectOptions } from "fastify";
import { print } from "graphql";
import { pino } from "pino";
import { createApiKey, readViewer, revokeApiKey } from "../api-key/api-key.operations.js";
import { createCustomer, updateCustomer } from "../customer/customer.operations.js";
import { logInCustomer, logInUser } from "../login/login.operations.js";
import { adminKey, jwtSecret, useTestServer } from "../support/server.js";
import { createUser, deleteUser, updateUser, usersPage } from "../user/user.operations.js";

/** The secrets by name. The tests also search for a part of each. */
const passwords = {
  first: "zq-first-password",
  second: "zq-second-password",
  wrong: "zq-wrong-password",
  short: "zq-shrt",
  number: 48151623,
};
const secret = /zq-|48151623/;

describe("secrets", () => {
  const server = useTestServer();
  /** All logs and responses of the server, without the secrets that it shows once. */
  let written: string[];
  let log: string[];
  let app: FastifyInstance;

  beforeEach(async () => {
    written = [];
    log = [];
    const logger = pino({ level: "trace" }, { write: (line) => void log.push(line) });
    ({ app } = await server.another({ logger }));
  });

  async function send(request: InjectOptions) {
    const { body, headers, statusCode } = await app.inject({ method: "POST", url: "/graphql", ...request });
    const answer = JSON.parse(body);
    const once = (name: string, value: unknown) => (name === "secret" || name === "token" ? null : value);
    written.push(JSON.stringify([answer, headers], once));
    return { ...answer, statusCode };
  }

  const ask = (document: Parameters<typeof print>[0] | string, variables: object = {}, credential = adminKey) =>
    send({
      headers: { authorization: `Bearer ${credential}` },
      payload: { query: typeof document === "string" ? document : print(document), variables },
    });

  /** All secrets in the database, and parts of them. */
  async function storedSecrets(): Promise<string[]> {
    const { pool } = server.testDatabase.database;
    const hashes = await pool.query<{ hash: string }>(
      "SELECT hash FROM staff_password UNION ALL SELECT hash FROM customer_password",
    );
    const keys = await pool.query<{ secret_hash: Buffer }>("SELECT secret_hash FROM api_key");
    return [
      ...hashes.rows.flatMap(({ hash }) => hash.split("$").slice(-2)),
      ...keys.rows.flatMap(({ secret_hash: hash }) => [hash.toString("hex"), hash.toString("base64")]),
    ];
  }

  function expectNone(of: readonly string[]): void {
    const everything = [...written, ...log].join("\n");
    expect(everything).not.toMatch(secret);
    expect(everything).not.toContain("argon2");
    for (const one of [...of, adminKey, jwtSecret]) expect(everything).not.toContain(one);
  }

  it("are in no response and no log line of operations by staff, customers and keys", async () => {
    const email = "ada@example.com";
    const user = { email, password: passwords.first, scopes: ["USERS_MANAGE"] };
    const { id } = (await ask(createUser, { input: user })).data.userCreate.user;
    const { token } = (await ask(logInUser, { email, password: passwords.first })).data.login;
    const key = (await ask(createApiKey, { input: { title: "Import", scopes: [] } })).data.apiKeyCreate;
    const customer = { email, password: passwords.first };
    const { id: customerId } = (await ask(createCustomer, { input: customer })).data.customerCreate.customer;
    const { token: customerToken } = (await ask(logInCustomer, { email, password: passwords.first })).data
      .customerLogin;
    for (const credential of [token, key.secret, customerToken]) {
      expect((await ask(readViewer, {}, credential)).statusCode).toBe(200);
      expect((await ask(readViewer, {}, `${credential}x`)).statusCode).toBe(401);
    }
    await ask(createUser, { input: { ...user, email, password: passwords.short } });
    await ask(createUser, { input: { ...user, email, password: passwords.second } });
    await ask(createCustomer, { input: { email: "eva@example.com", password: passwords.short } });
    await ask(createCustomer, { input: { ...customer, password: passwords.second } });
    for (const login of [logInUser, logInCustomer]) {
      for (let attempt = 1; attempt <= 6; attempt += 1) await ask(login, { email, password: passwords.wrong });
    }
    await ask(updateUser, { id, input: { password: passwords.second } }, key.secret);
    await ask(updateUser, { id, input: { password: passwords.second } });
    await ask(updateCustomer, { id: customerId, input: { password: passwords.second } });
    await ask(usersPage);
    await ask("{ apiKeys { nodes { title redacted } } customers { nodes { email hasAccount } } }");
    await ask(readViewer, {}, token);
    await ask(revokeApiKey, { id: key.apiKey.id });
    await ask(deleteUser, { id });
    expectNone([...(await storedSecrets()), token, customerToken, key.secret.slice(7), ...token.split(".").slice(1)]);
  }, 120_000);

  it("are in no message about an invalid input", async () => {
    const input = { email: "ada@example.com", password: passwords.first, scopes: [] };
    const before = written.length;
    const faulty: [string | Parameters<typeof print>[0], object][] = [
      [createUser, { input: { ...input, password: passwords.number } }],
      [createUser, { input: { ...input, password: [passwords.first] } }],
      [createUser, { input: { password: passwords.first, scopes: [] } }],
      [createUser, { input: { ...input, scopes: [passwords.first] } }],
      [createUser, { input: { ...input, scopes: passwords.number } }],
      [createUser, { input: { ...input, passwort: passwords.first } }],
      [createUser, { input: { ...input, [passwords.first]: "password" } }],
      [createUser, { input: JSON.stringify(input) }],
      [createCustomer, { input: { password: passwords.number } }],
      [createCustomer, { input: { password: passwords.first, metadata: passwords.first } }],
      [createApiKey, { input: { title: "", scopes: [], expiresAt: passwords.first } }],
      [logInUser, { password: passwords.first }],
      [logInUser, { email: { password: passwords.first }, password: passwords.number }],
      [logInCustomer, { email: "", password: { password: passwords.first } }],
      [`mutation { login(email: "", password: ${passwords.number}) { token } }`, {}],
      [`mutation { login(email: "", password: {is: "${passwords.first}"}) { token } }`, {}],
      [`mutation { login(email: "" "${passwords.first}") { token } }`, {}],
      [`mutation { login(email: "", password: """${passwords.first}""" { token } }`, {}],
      [`mutation { login(email: "", password: "${passwords.first}) { token } }`, {}],
      [`mutation { userCreate(input: {password: "${passwords.first}"}) { user { id } } }`, {}],
      [`mutation { userCreate(input: "${passwords.first}") { user { id } } }`, {}],
      [`mutation ($p: String! = ${passwords.number}) { login(email: "", password: $p) { token } }`, {}],
      [
        `mutation ($s: Scope = ORDERS_READ) { apiKeyCreate(input: {title: "${passwords.first}", scopes: [$s]}) { secret } }`,
        { s: null },
      ],
    ];
    for (const [document, variables] of faulty) {
      const { errors } = await ask(document, variables);
      expect(errors.length).toBeGreaterThan(0);
    }
    expect(written).toHaveLength(before + faulty.length);
    expectNone([]);
  });

  it("are in no response to a request that is not GraphQL, and in no log line about it", async () => {
    const json = { "content-type": "application/json" };
    const { first } = passwords;
    const login = `mutation { login(email: "ada@example.com", password: "${first}") { token } }`;
    const requests: InjectOptions[] = [
      { headers: json, payload: `{"query": "{ viewer { type } }", "variables": {"password": "${first}"` },
      { headers: json, payload: `"${first}"` },
      { headers: json, payload: first },
      { headers: { "content-type": "text/plain" }, payload: first },
      { payload: { query: { password: first } } },
      { payload: { query: login, variables: JSON.stringify({ password: first }) } },
      {
        method: "GET",
        url: `/graphql?query=${encodeURIComponent(login)}`,
        headers: { "apollo-require-preflight": "1" },
      },
      {
        method: "GET",
        url: `/graphql?query={viewer{type}}&variables=${first}`,
        headers: { "apollo-require-preflight": "1" },
      },
      { method: "GET", url: `/nowhere?password=${first}` },
      { method: "GET", url: `/%E0%A4%A?password=${first}` },
      ...[`Bearer ${first}`, `Basic ${first}`, first, `Bearer ${first}.${first}.${first}`].map((authorization) => ({
        headers: { authorization },
        payload: { query: "{ viewer { type } }" },
      })),
    ];
    for (const request of requests) {
      const { statusCode } = await send(request);
      expect(statusCode).toBeGreaterThanOrEqual(400);
    }
    expectNone([]);
  });

  it("are in no log line about a server error", async () => {
    const { pool } = server.testDatabase.database;
    const user = { email: "ada@example.com", password: passwords.first, scopes: [] };
    await pool.query("ALTER TABLE staff_user ADD CONSTRAINT test_check CHECK (password_version = 0)");
    try {
      const { errors } = await ask(createUser, { input: user });
      expect(errors).toMatchObject([{ extensions: { code: "INTERNAL_SERVER_ERROR" } }]);
    } finally {
      await pool.query("ALTER TABLE staff_user DROP CONSTRAINT test_check");
    }
    await pool.query("ALTER TABLE api_key RENAME TO away");
    try {
      await ask(readViewer);
    } finally {
      await pool.query("ALTER TABLE away RENAME TO api_key");
    }
    expect(log.filter((line) => line.includes("failed"))).toHaveLength(2);
    expectNone(await storedSecrets());
  });
});
