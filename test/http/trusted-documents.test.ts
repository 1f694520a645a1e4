import { createHash } from "node:crypto";
import { print } from "graphql";
import { accountPages } from "../../src/web/account-pages/account-page.js";
import { askOverWebSocket, connect, Subscriber, stopSubscribersAfterEach } from "../history/subscriber.js";
import { followChanges } from "../history/subscription.operations.js";
import { useAddress } from "../history/subscription.steps.js";
import { adminKey, type OtherServer, useTestServer } from "../support/server.js";
import { persistedQuerySteps } from "./steps/persisted-query.steps.js";

const count = "query Count { customers { totalCount } }";
const create = 'mutation Create { customerCreate(input: { firstName: "Ada" }) { customer { firstName } } }';
const changes = print(followChanges);
const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");
// Code Generator uses SHA-1 unless it is told otherwise.
const documents = { [sha1(count)]: count, [sha1(create)]: create, changes };
const byHash = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });
const counted = { status: 200, body: { data: { customers: { totalCount: 0 } } } };
const notTrusted = { status: 400, body: { errors: [{ extensions: { code: "DOCUMENT_NOT_TRUSTED" } }] } };
const postAndGet = ["POST", "GET"] as const;

stopSubscribersAfterEach();

describe("a trusted document", () => {
  const server = useTestServer({ trustedDocuments: { documents, areOnly: false } });
  const { send, hashOf, extensionsFor } = persistedQuerySteps(server);

  it.each(postAndGet)("is found by its id and by its SHA-256, without having been sent before: %s", async (method) => {
    for (const parameters of [
      byHash(sha1(count)),
      byHash(hashOf(count)),
      { documentId: sha1(count) },
      { documentId: `sha256:${hashOf(count)}` },
    ]) {
      for (let use = 1; use <= 5; use += 1) expect(await send(parameters, { method })).toMatchObject(counted);
    }
  });

  it("may be sent with its id, but not with another one", async () => {
    expect(await send({ query: count, ...byHash(sha1(count)) })).toMatchObject(counted);
    expect(await send({ query: count, ...byHash(sha1(create)) })).toMatchObject({ status: 400 });
    expect(await send({ query: count, ...byHash(hashOf(create)) })).toMatchObject({ status: 400 });
  });

  it("does not exclude others", async () => {
    const other = "{ customers { totalCount } }";
    expect(await send({ query: other })).toMatchObject(counted);
    expect(await send({ query: other, extensions: extensionsFor(other) })).toMatchObject(counted);
    expect(await send({ extensions: extensionsFor(other) })).toMatchObject(counted);
    expect(await send(byHash("0".repeat(64)))).toMatchObject({
      body: { errors: [{ extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } }] },
    });
  });
});

describe("with TRUSTED_DOCUMENTS_ONLY", () => {
  const server = useTestServer({ trustedDocuments: { documents, areOnly: true } });
  const { send, hashOf, extensionsFor } = persistedQuerySteps(server);
  const url = useAddress(server);

  it("a trusted document runs, by its id or as text", async () => {
    for (const method of postAndGet) {
      for (const parameters of [byHash(sha1(count)), byHash(hashOf(count)), { query: count }]) {
        for (let use = 1; use <= 5; use += 1) expect(await send(parameters, { method })).toMatchObject(counted);
      }
    }
    expect(await send(byHash(sha1(create)))).toMatchObject({ status: 200 });
    expect(await server.testDatabase.database.prisma.customer.count()).toBe(1);
  });

  it.each([
    ["a valid document", "{ customers { totalCount } }"],
    ["a trusted document with another text", `${count} `],
    ["a mutation", 'mutation { customerCreate(input: { firstName: "Ada" }) { customer { id } } }'],
    ["introspection", "{ __schema { queryType { name } } }"],
    ["a document that is not valid", "{ nothing }"],
    ["a document that cannot be parsed", "{"],
  ])("all others are refused: %s", async (_what, query) => {
    for (const headers of [{}, { "idempotency-key": "a" }, { authorization: "Bearer sk_wrong" }]) {
      for (const parameters of [
        { query },
        { query, extensions: extensionsFor(query) },
        { extensions: extensionsFor(query) },
      ]) {
        for (let use = 1; use <= 3; use += 1) expect(await send(parameters, headers)).toMatchObject(notTrusted);
      }
      expect(await send({ query }, { ...headers, method: "GET" })).toMatchObject(notTrusted);
    }
    expect(await server.testDatabase.database.prisma.customer.count()).toBe(0);
  });

  it.each([
    ["a hash", byHash("changes")],
    ["documentId", { documentId: "changes" }],
  ])("a subscription runs if it is trusted, by its id as %s or as text", async (_form, id) => {
    const { pool } = server.testDatabase.database;
    await (await new Subscriber({ url: url() }).begun(pool)).stop();
    const client = connect({ url: url() });
    let isDone = false;
    // The first event, or the errors of a subscription that is refused.
    const first = new Promise((resolve) => {
      const payload = { query: "", ...id };
      client.subscribe(payload, { next: resolve, error: resolve, complete: () => resolve(undefined) });
    }).finally(() => {
      isDone = true;
    });
    while (!isDone) await server.as(adminKey).ask(create);
    expect(await first).toMatchObject({ data: { changes: { subjectType: "CUSTOMER" } } });
    await client.dispose();
  });

  it("other subscriptions are refused", async () => {
    // The first document is not valid. Without the rule, it gets a validation error at once, and the test fails instead of waiting.
    for (const query of ["subscription { nothing }", "subscription { changes { id } }"]) {
      const { errors } = await askOverWebSocket({ url: url() }, query);
      expect(errors).toMatchObject([{ extensions: { code: "DOCUMENT_NOT_TRUSTED" } }]);
    }
  });

  it("the pages for the links in mails work", async () => {
    for (const { mutation } of accountPages) {
      const { status, body } = await send({
        query: mutation,
        variables: { token: "wrong", password: "correct horse" },
      });
      expect(status).not.toBe(400);
      expect(JSON.stringify(body)).not.toContain("DOCUMENT_NOT_TRUSTED");
    }
  });

  it("a refusal is charged", async () => {
    const rateLimit = { addresses: { perSecond: 0.001, burst: 250 } };
    const limited: OtherServer = await server.another({ trustedDocuments: { documents, areOnly: true }, rateLimit });
    const { send } = persistedQuerySteps(limited);
    const ask = async (parameters: object) =>
      (await send(parameters, { authorization: "" })).body.errors[0].extensions.code;
    expect(await ask({ query: "{ a: __typename }" })).toBe("DOCUMENT_NOT_TRUSTED");
    expect(await ask({ extensions: extensionsFor("{ b: __typename }") })).toBe("DOCUMENT_NOT_TRUSTED");
    expect(await ask({ query: "{ c: __typename }" })).toBe("RATE_LIMITED");
  });
});

describe("a server does not start with trusted documents that cannot run", () => {
  const server = useTestServer();
  const faults: Readonly<Record<string, string>> = {
    unknown: "{ nothing }",
    syntax: "{",
    deep: `{ customers ${"{ nodes { groups ".repeat(12)}{ totalCount }${" } }".repeat(12)} }`,
    fragment: "fragment F on Customer { id }",
    schema: "{ __schema { queryType { name } } }",
  };

  it("and names each of them", async () => {
    const trustedDocuments = { documents: { count, ...faults }, areOnly: true };
    const error: Error = await server.another({ trustedDocuments, introspection: false }).then(
      () => new Error("It has started."),
      (reason) => reason,
    );
    expect(error.message.split("\n")).toEqual([
      "TRUSTED_DOCUMENTS has documents with faults:",
      '  unknown: Cannot query field "nothing" on type "Query".',
      expect.stringMatching(/^ {2}syntax: Syntax Error: /),
      expect.stringMatching(/^ {2}deep: The request exceeds the limit depth: at most 20/),
      "  fragment: It has no operation.",
      "  schema: Introspection is off on this server.",
    ]);
  });
});
