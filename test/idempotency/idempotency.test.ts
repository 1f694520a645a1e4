import type { FastifyInstance } from "fastify";
import type { PrismaClient } from "../../src/database/generated/client.js";
import { inTransaction, type Precondition } from "../../src/database/transactions/transaction.js";
import { newId } from "../../src/graphql/node/ids.js";
import { sha256 } from "../../src/http/idempotency/idempotency-key.js";
import { acquireLease, deleteOldLeases, leaseCondition, releaseLease } from "../../src/http/idempotency/leases.js";
import { isServer } from "../support/database.js";
import { adminKey, useTestServer } from "../support/server.js";
import { givenUser, password } from "../user/user.steps.js";

const create =
  "mutation ($name: String!) { customerCreate(input: { firstName: $name }) { customer { id } userErrors { code } } }";

describe("a mutation with an Idempotency-Key", () => {
  const server = useTestServer();
  const prisma = () => server.testDatabase.database.prisma;
  const reader = () => server.testDatabase.database.reader;
  const pool = () => server.testDatabase.database.pool;

  interface Sent {
    readonly query?: string;
    readonly variables?: object;
    readonly credential?: string | null;
    readonly app?: FastifyInstance;
    readonly accept?: string;
  }

  /** Sends a request with a key. By default it creates Ada. */
  async function send(key: string, sent: Sent = {}) {
    const { query = create, variables = { name: "Ada" }, credential = adminKey, app = server.app, accept } = sent;
    const response = await app.inject({
      method: "POST",
      url: "/graphql",
      headers: {
        "idempotency-key": key,
        ...(accept !== undefined && { accept }),
        ...(credential !== null && { authorization: `Bearer ${credential}` }),
      },
      payload: { query, variables },
    });
    const { headers, body, statusCode: status } = response;
    return { status, body, headers, ...response.json() };
  }

  const codeOf = ({ errors }: Awaited<ReturnType<typeof send>>) => errors?.[0]?.extensions.code;
  const names = async () => (await prisma().customer.findMany({ orderBy: { id: "asc" } })).map((row) => row.firstName);

  it("runs once, and the same request gets the same response again", async () => {
    const first = await send("key-1");
    expect(first.data.customerCreate.customer.id).toMatch(/^cus_/);
    expect(first.headers).not.toHaveProperty("idempotent-replayed");
    // The first time, and again.
    for (let time = 1; time <= 4; time += 1) {
      const again = await send("key-1");
      expect([again.status, again.body]).toEqual([200, first.body]);
      expect(again.headers).toMatchObject({
        "content-type": first.headers["content-type"],
        "idempotent-replayed": "true",
      });
    }
    expect(await names()).toEqual(["Ada"]);
    expect((await send('"key-1"')).body).toBe(first.body);
    expect((await send("key-2")).body).not.toBe(first.body);
    expect(await names()).toEqual(["Ada", "Ada"]);
  });

  it("gets the stored response in the content type that the request accepts, with the same status", async () => {
    const types = ["application/json", "application/graphql-response+json"];
    const failing = 'mutation { customerDelete(id: "cus_1") { deletedId userErrors { code } } }';
    for (const [index, query] of [create, failing].entries()) {
      for (const first of types) {
        const key = `${first}-${index}`;
        const { status, body } = await send(key, { query, accept: first });
        for (const accept of [...types, ...types]) {
          const again = await send(key, { query, accept });
          expect([again.status, again.body]).toEqual([status, body]);
          expect(again.headers).toMatchObject({
            "content-type": `${accept}; charset=utf-8`,
            "idempotent-replayed": "true",
          });
        }
        const refused = await send(key, { query, accept: "image/png" });
        expect([refused.status, codeOf(refused)]).toEqual([406, "BAD_REQUEST"]);
        expect((await send(key, { query, accept: "application/json, image/png" })).body).toBe(body);
      }
    }
  });

  it("gets the status that the media type of its own response requires", async () => {
    const query =
      'mutation { customerCreate(input: { firstName: "Ada" }) { customer { addresses(first: 251) { totalCount } } } }';
    const statuses = { "application/json": 200, "application/graphql-response+json": 400 };
    for (const first of Object.keys(statuses)) {
      for (const [accept, status] of Object.entries(statuses)) {
        const key = `${first}-${accept}`;
        const { body } = await send(key, { query, accept: first });
        const again = await send(key, { query, accept });
        expect([codeOf(again), again.status, again.body]).toEqual(["BAD_USER_INPUT", status, body]);
        expect(again.headers).toHaveProperty("idempotent-replayed");
      }
    }
  });

  it("does not run if the request accepts no content type of a response", async () => {
    const refused = await send("key-1", { accept: "image/png" });
    expect([refused.status, codeOf(refused)]).toEqual([406, "BAD_REQUEST"]);
    expect(await names()).toEqual([]);
    expect((await send("key-1")).status).toBe(200);
    expect(await names()).toEqual(["Ada"]);
  });

  it("is refused when the key was sent with another body", async () => {
    await send("key-1");
    for (const sent of [{ variables: { name: "Eva" } }, { query: `${create} ` }]) {
      const other = await send("key-1", sent);
      expect([other.status, codeOf(other)]).toEqual([422, "IDEMPOTENCY_KEY_REUSED"]);
    }
    expect(await names()).toEqual(["Ada"]);
  });

  it("has a key that belongs to its caller", async () => {
    const { apiKeyCreate } = (
      await server.ask(
        'mutation { apiKeyCreate(input: { title: "Shop", scopes: [CUSTOMERS_READ, CUSTOMERS_WRITE] }) { secret } }',
      )
    ).data as unknown as { apiKeyCreate: { secret: string } };
    const first = await send("key-1");
    const other = await send("key-1", { credential: apiKeyCreate.secret });
    expect(other.data.customerCreate.customer.id).not.toBe(first.data.customerCreate.customer.id);
    expect((await send("key-1", { credential: apiKeyCreate.secret })).body).toBe(other.body);
  });

  it("stores user errors, too, and does not run again when it could succeed", async () => {
    const query = 'mutation { customerDelete(id: "cus_1") { deletedId userErrors { code } } }';
    const first = await send("key-1", { query });
    expect(first.data.customerDelete.userErrors).toEqual([{ code: "NOT_FOUND" }]);
    await prisma().customer.create({ data: { id: "cus_1", firstName: "Ada" } });
    expect((await send("key-1", { query })).body).toBe(first.body);
    expect(await prisma().customer.findMany()).toMatchObject([{ deletedAt: null }]);
  });

  it.each([
    ["a document that is none", "mutation {", 400],
    ["a field that is not there", "mutation { customerMake { id } }", 400],
    [
      "a variable of the wrong type",
      "mutation ($name: Int!) { customerCreate(input: { firstName: $name }) { customer { id } } }",
      400,
    ],
  ])("can be sent again in corrected form if nothing has run: %s", async (_what, query, status) => {
    expect((await send("key-1", { query })).status).toBe(status);
    expect((await send("key-1")).status).toBe(200);
  });

  it("requires a caller, and reveals nothing without one", async () => {
    await send("key-1");
    for (const credential of [null, "unknown"]) {
      const refused = await send("key-1", { credential });
      expect([refused.status, codeOf(refused)]).toEqual([401, "UNAUTHENTICATED"]);
    }
  });

  it("is the same with and without double quotes around the key", async () => {
    const first = await send('"key-1"');
    expect(first.status).toBe(200);
    expect((await send("key-1")).body).toBe(first.body);
    expect(await names()).toEqual(["Ada"]);
  });

  it.each(["", " ", '""', '"', '"key-1', '""key-1""', "'key 1'", "two words", "naïve", 'quo"te', "k".repeat(256)])(
    "refuses %j as a key",
    async (key) => {
      const refused = await send(key);
      expect([refused.status, codeOf(refused)]).toEqual([400, "BAD_REQUEST"]);
      expect(refused.errors[0].message).toBe(
        "The header Idempotency-Key must have 1 to 255 printable ASCII characters, without spaces, quotes and backslashes. The key can be in double quotes.",
      );
      expect(await names()).toEqual([]);
    },
  );

  it("accepts the longest key", async () => {
    const key = "~".repeat(255);
    expect((await send(key)).body).toBe((await send(key)).body);
  });

  it("has no effect on queries", async () => {
    const query = "{ customers { totalCount } }";
    expect((await send("key-1", { query })).data).toEqual({ customers: { totalCount: 0 } });
    await send("key-1");
    expect((await send("key-1", { query })).data).toEqual({ customers: { totalCount: 1 } });
    expect((await send("two words", { query })).status).toBe(200);
  });

  it("stores no response with a secret, and does not run again", async () => {
    const query = 'mutation { apiKeyCreate(input: { title: "Shop", scopes: [CUSTOMERS_READ] }) { secret } }';
    expect((await send("key-1", { query })).data.apiKeyCreate.secret).toMatch(/^sk_/);
    const again = await send("key-1", { query });
    expect([again.status, codeOf(again)]).toEqual([410, "IDEMPOTENCY_ANSWER_LOST"]);
    expect(await prisma().apiKey.count({ where: { title: "Shop" } })).toBe(1);
  });

  it.each([
    ["under another name", "a: login(email: $email, password: $password) { b: token }"],
    ["in fragments", "login(email: $email, password: $password) { ... on LoginPayload { ...F } }"],
  ])("stores no secret %s", async (_what, field) => {
    await givenUser(server);
    const query = `mutation ($email: String!, $password: String!) { ${field} ${create.slice(create.indexOf("{") + 1).replace("$name", '"Ada"')}
      fragment F on LoginPayload { token }`;
    const sent = {
      query: field.includes("...F") ? query : query.slice(0, query.lastIndexOf("fragment")),
      variables: { email: "grace@example.com", password },
    };
    const first = await send("key-1", sent);
    expect(first.body).toMatch(/"ey[\w.-]+"/);
    expect(codeOf(await send("key-1", sent))).toBe("IDEMPOTENCY_ANSWER_LOST");
    expect(await names()).toEqual(["Ada"]);
  });

  it("stores nothing that can be read without the key", async () => {
    await send("a-key-of-a-client", { variables: { name: "Ada-Unlike-Any-Other" } });
    const { rows } = await pool().query("SELECT * FROM idempotent_request");
    expect(rows).toHaveLength(1);
    const stored = Object.values(rows[0]).map((value) =>
      Buffer.isBuffer(value) ? value.toString("latin1") : String(value),
    );
    expect(stored.join()).not.toMatch(/a-key-of-a-client|Ada-Unlike|cus_/);
  });

  it("runs once if it is sent many times at once, to several instances", async () => {
    const other = await server.anotherInstance();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => send("key-1", { app: index % 2 === 0 ? server.app : other.app })),
    );
    expect(await names()).toEqual(["Ada"]);
    const bodies = new Set(answers.filter(({ status }) => status === 200).map(({ body }) => body));
    expect(bodies.size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect([answer.status, codeOf(answer)]).toEqual([409, "IDEMPOTENCY_KEY_IN_USE"]);
      expect(answer.headers["retry-after"]).toBe("1");
    }
    expect([...bodies]).toEqual([(await send("key-1", { app: other.app })).body]);
  });

  it("expires after 24 hours, and is deleted in batches of limited size", async () => {
    await send("key-1");
    await send("key-2");
    await send("key-3");
    await pool().query("UPDATE idempotent_request SET created_at = now() - interval '23 hours 59 minutes'");
    expect(await deleteOldLeases(prisma(), 2)).toBe(0);
    await send("key-1");
    expect(await names()).toEqual(["Ada", "Ada", "Ada"]);
    await pool().query("UPDATE idempotent_request SET created_at = now() - interval '24 hours 1 minute'");
    await send("key-1", { variables: { name: "Eva" } });
    expect(await names()).toEqual(["Ada", "Ada", "Ada", "Eva"]);
    await pool().query("UPDATE idempotent_request SET created_at = now() - interval '24 hours 1 minute'");
    expect([await deleteOldLeases(prisma(), 2), await deleteOldLeases(prisma(), 2)]).toEqual([2, 1]);
  });

  /** Changes a finished request to one whose process ended before it wrote, or before its response was stored. */
  const leaveBehind = (what: { hasWritten: boolean; isRunning: boolean }) =>
    pool().query(
      `UPDATE idempotent_request SET answer = NULL, has_written = $1,
         attempt_ends_at = now() + CASE WHEN $2 THEN interval '1 hour' ELSE interval '-1 second' END`,
      [what.hasWritten, what.isRunning],
    );

  it("runs again if its process ended before it had written", async () => {
    await send("key-1");
    await prisma().$executeRaw`DELETE FROM customer`;
    await leaveBehind({ hasWritten: false, isRunning: true });
    expect(codeOf(await send("key-1"))).toBe("IDEMPOTENCY_KEY_IN_USE");
    await leaveBehind({ hasWritten: false, isRunning: false });
    const again = await send("key-1");
    expect(again.status).toBe(200);
    expect((await send("key-1")).body).toBe(again.body);
    expect(await names()).toEqual(["Ada"]);
  });

  it("does not run again if its process ended after it had written, and shows the request id", async () => {
    const first = await send("key-1");
    await leaveBehind({ hasWritten: true, isRunning: false });
    const again = await send("key-1");
    expect([again.status, codeOf(again)]).toEqual([410, "IDEMPOTENCY_ANSWER_LOST"]);
    const { requestId } = again.errors[0].extensions;
    expect(requestId).toBe(first.headers["x-request-id"]);
    expect(
      await prisma().change.findMany({ where: { requestId }, select: { requestId: true, subjectId: true } }),
    ).toEqual([{ requestId, subjectId: first.data.customerCreate.customer.id }]);
    expect(await names()).toEqual(["Ada"]);
  });

  it("counts as running until its transaction ends, also if that takes long", async () => {
    const attempt = {
      keyId: sha256("id"),
      fingerprint: sha256("body"),
      requestId: "request",
      isOneField: true,
      leaseMs: 60_000,
    };
    expect(await acquireLease(reader(), { ...attempt, attemptId: "former" })).toBeUndefined();
    await pool().query("UPDATE idempotent_request SET attempt_ends_at = now() - interval '1 second'");
    const precondition = leaseCondition({ ...attempt, attemptId: "former" });
    if (!isServer) return;
    const work = async () => {
      expect(await acquireLease(reader(), { ...attempt, attemptId: "latter" })).toMatchObject({
        isRunning: true,
        hasWritten: false,
      });
    };
    await inTransaction(prisma(), null, work, { precondition });
    expect(await acquireLease(reader(), { ...attempt, attemptId: "latter" })).toMatchObject({
      isRunning: true,
      hasWritten: true,
    });
  });

  it("writes nothing after another attempt has acquired the lease", async () => {
    const attempt = {
      keyId: sha256("id"),
      fingerprint: sha256("body"),
      requestId: "request",
      isOneField: true,
      leaseMs: 60_000,
    };
    const former = { ...attempt, attemptId: "former" };
    const latter = { ...attempt, attemptId: "latter" };
    const write = (precondition: Precondition) =>
      inTransaction(prisma(), null, (tx) => tx.customer.create({ data: { id: newId("Customer"), firstName: "Ada" } }), {
        precondition,
      });
    expect(await acquireLease(reader(), former)).toBeUndefined();
    expect(await acquireLease(reader(), latter)).toMatchObject({ isRunning: true });
    await pool().query("UPDATE idempotent_request SET attempt_ends_at = now() - interval '1 second'");
    expect(await acquireLease(reader(), latter)).toBeUndefined();

    await expect(write(leaseCondition(former))).rejects.toMatchObject({
      extensions: { code: "IDEMPOTENCY_KEY_IN_USE" },
    });
    await releaseLease(prisma(), former);
    expect(await names()).toEqual([]);
    await write(leaseCondition(latter));
    expect(await names()).toEqual(["Ada"]);
    await releaseLease(prisma(), latter);
    expect(await acquireLease(reader(), former)).toMatchObject({ isRunning: false, hasWritten: true });
  });

  it("ends a released lease at once, although the column has milliseconds", async () => {
    const attempt = {
      keyId: sha256("id"),
      fingerprint: sha256("body"),
      requestId: "request",
      isOneField: true,
      leaseMs: 60_000,
      attemptId: "attempt",
    };
    expect(await acquireLease(reader(), attempt)).toBeUndefined();
    await pool().query("UPDATE idempotent_request SET has_written = true");
    // A rounded time is in the future half of the time.
    for (let run = 0; run < 20; run++) {
      await prisma().$transaction(async (tx) => {
        await releaseLease(tx as PrismaClient, attempt);
        const ended = await tx.$queryRaw`SELECT attempt_ends_at <= now() AS "isOver" FROM idempotent_request`;
        expect(ended).toEqual([{ isOver: true }]);
      });
    }
  });
});
