import { deleteAddress } from "../address/address.operations.js";
import { remove } from "../customer/customer.steps.js";
import { givenCustomerSession } from "../login/login.steps.js";
import { useTestServer } from "../support/server.js";
import { email, givenPerson, personalTexts } from "./personal-data.steps.js";

const query = "mutation ($id: ID!) { customerPersonalDataExport(id: $id) { data userErrors { code path } } }";

describe("customerPersonalDataExport", () => {
  const server = useTestServer();
  const ask = async (id: string, asker: Pick<typeof server, "ask"> = server) => {
    const { data, errors } = await asker.ask(query, { id });
    return { errors, ...(data as { customerPersonalDataExport?: object } | null)?.customerPersonalDataExport } as {
      errors?: readonly { extensions: object }[];
      data?: Record<string, Record<string, unknown>[]>;
      userErrors?: unknown[];
    };
  };

  it("has everything about the customer, in any state, the same each time", async () => {
    const { id, group, address, order } = await givenPerson(server);
    await server.run(deleteAddress, { customerId: id, id: address.id });
    for (const change of [async () => {}, () => remove(server, id)]) {
      await change();
      const first = await ask(id);
      expect(first.userErrors).toEqual([]);
      expect(first.data).toMatchObject({
        customer: { id, email, externalIds: [{ system: "erp", value: "quill-4711" }] },
        addresses: [{ id: address.id, city: "Quillcity", deletedAt: expect.stringMatching(/Z$/) }],
        groups: [{ id: group.id, name: "Wholesale" }],
        orders: [{ id: order.id, email, placedAt: order.placedAt }],
        consents: [],
      });
      const text = JSON.stringify(first.data);
      for (const value of personalTexts) {
        // A deletion ends the sessions.
        if (value !== "QuillBrowser") expect(text).toContain(value);
      }
      expect(text).not.toContain("argon2");
      expect(text).not.toContain("createdBy");
      expect(await ask(id)).toEqual(first);
    }
  });

  it("gives customers their own data only", async () => {
    const { id: other } = await givenPerson(server);
    const { customer, token } = await givenCustomerSession(server, { email: "eva@example.com" });
    const asker = server.as(token);
    expect((await ask(customer.id, asker)).data).toMatchObject({ customer: { id: customer.id }, sessions: [{}] });
    expect(await ask(other, asker)).toMatchObject({ data: null, userErrors: [{ code: "NOT_FOUND", path: ["id"] }] });
  });

  it("returns NOT_FOUND for an unknown customer, and INVALID_ID for an id of another type", async () => {
    expect((await ask("cus_unknown")).userErrors).toEqual([{ code: "NOT_FOUND", path: ["id"] }]);
    expect((await ask("order_1")).userErrors).toEqual([{ code: "INVALID_ID", path: ["id"] }]);
  });

  it("is refused when it is larger than a response may be", async () => {
    const { id } = await givenPerson(server);
    await server.testDatabase.database.pool.query(
      `INSERT INTO customer_order (id, customer_id, status, currency_code, total, placed_at, metadata)
       SELECT 'order_' || n, $1, 'PENDING', 'EUR', '1', now(), jsonb_build_object('text', repeat('x', 1000))
       FROM generate_series(1, 6000) AS n`,
      [id],
    );
    const { errors } = await ask(id);
    expect(errors?.[0]?.extensions).toMatchObject({ code: "QUERY_TOO_COMPLEX", limit: "responseBytes" });
  });
});
