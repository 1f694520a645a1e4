import { sha256 } from "../../src/http/idempotency/idempotency-key.js";
import { acquireLease, storeResponse } from "../../src/http/idempotency/leases.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { isServer } from "../support/database.js";
import { adminKey, useTestServer } from "../support/server.js";
import { email, erase } from "./personal-data.steps.js";

const update =
  'mutation ($id: ID!) { customerUpdate(id: $id, input: { phone: "1" }) { customer { email } userErrors { code } } }';

describe("an erasure and the stored responses of mutations", () => {
  const server = useTestServer();

  async function send(key: string, query: string, id: string) {
    const response = await server.app.inject({
      method: "POST",
      url: "/graphql",
      headers: { authorization: `Bearer ${adminKey}`, "idempotency-key": key },
      payload: { query, variables: { id } },
    });
    const { data, errors } = response.json();
    return { data, code: errors?.[0].extensions.code, isReplayed: response.headers["idempotent-replayed"] === "true" };
  }

  const storedResponses = async () => {
    const rows = await server.testDatabase.database.prisma.idempotentRequest.findMany();
    return rows.filter(({ answer }) => answer !== null).length;
  };
  const lost = { data: undefined, code: "IDEMPOTENCY_ANSWER_LOST", isReplayed: false };

  it("deletes the responses, and the mutations do not run again", async () => {
    const { id } = await givenCustomer(server, { email });
    const { id: other } = await givenCustomer(server, { email: "eva@example.com" });
    for (const customer of [id, other]) await send(`key-${customer}`, update, customer);
    expect(await storedResponses()).toBe(2);
    await erase(server, id);
    expect(await storedResponses()).toBe(0);
    for (const customer of [id, other]) expect(await send(`key-${customer}`, update, customer)).toEqual(lost);
    const { version } = await server.testDatabase.database.prisma.customer.findUniqueOrThrow({ where: { id: other } });
    expect(version).toBe(2);
  });

  it("lets a mutation run again that has written nothing", async () => {
    const { id } = await givenCustomer(server, { email });
    const refused = await send("key-1", update, "cus_1");
    expect(refused.data.customerUpdate.userErrors).toEqual([{ code: "NOT_FOUND" }]);
    await erase(server, id);
    expect(await send("key-1", update, "cus_1")).toEqual(refused);
  });

  it("stores the response of the erasure, and of mutations after it", async () => {
    const { id } = await givenCustomer(server, { email });
    const { id: other } = await givenCustomer(server, { email: "eva@example.com" });
    const query = "mutation ($id: ID!) { customerErase(id: $id) { customer { email erasedAt } userErrors { code } } }";
    const first = await send("key-1", query, id);
    expect(first.data.customerErase.customer.email).toBeNull();
    expect(await send("key-1", query, id)).toEqual({ ...first, isReplayed: true });
    const second = await send("key-2", update, other);
    expect(await send("key-2", update, other)).toEqual({ ...second, isReplayed: true });
  });

  it("does not store a response that shows the customer from before the erasure in the same document", async () => {
    const { id } = await givenCustomer(server, { email });
    const fields = "customer { email } userErrors { code }";
    for (const [index, query] of [
      `mutation ($id: ID!) { customerUpdate(id: $id, input: { phone: "1" }) { ${fields} } customerErase(id: $id) { ${fields} } }`,
      `mutation ($id: ID!) { ...Both } fragment Both on Mutation { customerUpdate(id: $id, input: { phone: "2" }) { ${fields} } customerErase(id: $id) { ${fields} } }`,
    ].entries()) {
      const first = await send(`key-${index}`, query, index === 0 ? id : (await givenCustomer(server, { email })).id);
      expect(first.data.customerUpdate.customer).toEqual({ email });
      expect(await storedResponses()).toBe(0);
    }
  });

  it("leaves no hash of a request that a guess of its values could be checked with", async () => {
    const { id } = await givenCustomer(server, { email });
    for (const key of ["key-1", "key-2"]) await send(key, update, id);
    await erase(server, id);
    const rows = await server.testDatabase.database.prisma.idempotentRequest.findMany();
    const fingerprints = rows.map(({ fingerprint }) => Buffer.from(fingerprint).toString("hex"));
    expect(new Set(fingerprints).size).toBe(2);
    expect(fingerprints).not.toContain(sha256(JSON.stringify([update, null, { id }])).toString("hex"));
  });

  describe("of a mutation that runs at the same time", () => {
    const attempt = {
      keyId: sha256("id"),
      fingerprint: sha256("body"),
      attemptId: "attempt",
      requestId: "request",
      isOneField: true,
      leaseMs: 60_000,
    };
    const database = () => server.testDatabase.database;
    const store = () => storeResponse(database().prisma, attempt, sha256("response"));

    it("are stored if there was no erasure since its start", async () => {
      await erase(server, (await givenCustomer(server, { email })).id);
      await acquireLease(database().reader, attempt);
      await store();
      expect(await storedResponses()).toBe(1);
    });

    it("are not stored if there was one", async () => {
      const { id } = await givenCustomer(server, { email });
      await acquireLease(database().reader, attempt);
      await erase(server, id);
      await store();
      expect(await storedResponses()).toBe(0);
    });

    if (!isServer) return;
    it("are not stored while one runs", async () => {
      const client = await database().pool.connect();
      try {
        await client.query("BEGIN");
        await client.query("SELECT begin_erasure()");
        await acquireLease(database().reader, attempt);
        await store();
        expect(await storedResponses()).toBe(0);
      } finally {
        await client.query("ROLLBACK");
        client.release();
      }
    });
  });
});
