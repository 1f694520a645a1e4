import { print } from "graphql";
import { adminKey, useTestServer } from "../support/server.js";
import { upsertCustomers } from "./upsert.operations.js";
import { allCustomers, countChanges, erp } from "./upsert.steps.js";

describe("customersUpsert with an Idempotency-Key", () => {
  const server = useTestServer();

  const rows = [
    { by: { externalId: erp("1") }, input: { firstName: "Ada", addresses: [{ city: "Roma" }] } },
    { input: { firstName: "Eve" } },
  ];

  async function send(headers: Record<string, string>, variables: object) {
    const response = await server.app.inject({
      method: "POST",
      url: "/graphql",
      headers: { authorization: `Bearer ${adminKey}`, ...headers },
      payload: { query: print(upsertCustomers), variables },
    });
    const { data, errors } = response.json();
    return { response, payload: data?.customersUpsert, code: errors?.[0].extensions.code };
  }

  it("creates the customers once, and gets the same response again", async () => {
    const key = { "idempotency-key": "key-1" };
    const first = await send(key, { rows });
    expect(first.payload).toMatchObject({ created: 2, failed: 0, userErrors: [] });
    const [customers, changes] = [await allCustomers(server), await countChanges(server)];
    const again = await send(key, { rows });
    expect(again.response.body).toBe(first.response.body);
    expect(again.response.headers).toMatchObject({ "idempotent-replayed": "true" });
    expect(await allCustomers(server)).toEqual(customers);
    expect(await countChanges(server)).toBe(changes);
    expect((await send(key, { rows: rows.slice(1) })).code).toBe("IDEMPOTENCY_KEY_REUSED");
  });

  it("gets the same errors of rows again, also after they could succeed", async () => {
    const key = { "idempotency-key": "key-2" };
    const bad = { rows: [...rows, { by: { externalId: erp("2") }, input: { firstName: "Iris" }, ifVersion: 1 }] };
    const first = await send(key, bad);
    expect(first.payload).toMatchObject({ created: 0, failed: 3, userErrors: [{ code: "NOT_FOUND" }] });
    await send({}, { rows: [{ by: { externalId: erp("2") }, input: { firstName: "Iris" } }] });
    expect((await send(key, bad)).response.body).toBe(first.response.body);
    expect(await allCustomers(server)).toHaveLength(1);
  });
});
