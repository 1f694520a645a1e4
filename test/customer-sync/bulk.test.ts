import { givenAddress } from "../address/address.steps.js";
import { createCustomer } from "../customer/customer.operations.js";
import { givenCustomer, givenCustomers, remove } from "../customer/customer.steps.js";
import { givenGroup, removeGroup } from "../customer-group/customer-group.steps.js";
import { describeOnServer } from "../support/database.js";
import { eventually } from "../support/mail.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { addMatching, deleteCustomers, removeMatching, restoreCustomers } from "./upsert.operations.js";
import { allCustomers, countChanges, erp } from "./upsert.steps.js";

describe("customersDelete and customersRestore", () => {
  const server = useTestServer();

  const deleteAll = async (ids: string[]) => (await server.run(deleteCustomers, { ids })).customersDelete;
  const restoreAll = async (ids: string[]) => (await server.run(restoreCustomers, { ids })).customersRestore;

  it("delete and restore customers with their addresses, and count those without a change", async () => {
    const [a, b] = [await givenCustomer(server), await givenCustomer(server)];
    await givenAddress(server, a.id);
    await remove(server, b.id);
    expect(await deleteAll([a.id, b.id, a.id])).toEqual({ deleted: 1, unchanged: 1, userErrors: [] });
    expect(await allCustomers(server)).toEqual([]);
    expect(await restoreAll([b.id, a.id])).toEqual({ restored: 2, unchanged: 0, userErrors: [] });
    expect(await restoreAll([b.id, a.id])).toEqual({ restored: 0, unchanged: 2, userErrors: [] });
    expect(await allCustomers(server)).toMatchObject([
      { id: a.id, version: 3, addresses: { nodes: [{ version: 3 }] } },
      { id: b.id, version: 3 },
    ]);
  });

  it("return NOT_FOUND once with all unknown ids, and write nothing", async () => {
    const { id } = await givenCustomer(server);
    const before = await countChanges(server);
    for (const run of [deleteAll, restoreAll]) {
      const { userErrors } = await run(["cus_x", id, "cus_\0", "cus_x"]);
      expect(userErrors).toMatchObject([{ code: "NOT_FOUND", path: ["ids"], ids: ["cus_x", "cus_\0"] }]);
      expect(inShort((await run([id, "cusgroup_1"])).userErrors)).toEqual(["INVALID_ID at ids.1"]);
      expect(inShort((await run(Array(10_001).fill(id))).userErrors)).toEqual(["TOO_MANY at ids"]);
    }
    expect(await countChanges(server)).toBe(before);
  });

  it("return EMAIL_TAKEN and EXTERNAL_ID_TAKEN at the ids, also between restored customers", async () => {
    const input = { email: "ada@example.com", externalIds: [erp("1")] };
    const create = async (values: object) =>
      (await server.run(createCustomer, { input: values })).customerCreate.customer;
    const first = await create(input);
    await deleteAll([first?.id ?? ""]);
    const second = await create(input);
    await deleteAll([second?.id ?? ""]);
    const both = await restoreAll([first?.id ?? "", second?.id ?? ""]);
    expect(inShort(both.userErrors)).toEqual(["EMAIL_TAKEN at ids.1", "EXTERNAL_ID_TAKEN at ids.1"]);
    const third = await create({ firstName: "Eve", externalIds: [erp("1")] });
    const { userErrors } = await restoreAll([second?.id ?? ""]);
    expect(userErrors).toMatchObject([{ code: "EXTERNAL_ID_TAKEN", path: ["ids", "0"], existingId: third?.id }]);
  });

  it("take as many statements for 200 customers as for 2", async () => {
    const ids = await givenCustomers(server, 202);
    const count = async (some: string[]) =>
      (await server.testDatabase.withStatements(() => deleteAll(some))).statements.length;
    expect(await count(ids.slice(2))).toBe(await count(ids.slice(0, 2)));
  });
});

describe("customerGroupAddMatching and customerGroupRemoveMatching", () => {
  const server = useTestServer();

  it("change the members that match, if as many match as expected", async () => {
    const { id } = await givenGroup(server);
    const [a] = [await givenCustomer(server, { firstName: "Ada" }), await givenCustomer(server, { firstName: "Ada" })];
    const gone = await givenCustomer(server, { firstName: "Ada" });
    await givenCustomer(server, { firstName: "Eve" });
    await remove(server, gone.id);
    const where = { firstName: { eq: "Ada" } };
    const add = async (expectedCount: number, filter: object = where) =>
      (await server.run(addMatching, { id, where: filter, expectedCount })).customerGroupAddMatching;
    const wrong = await add(3);
    expect(wrong).toMatchObject({ customerGroup: null, added: 0, userErrors: [{ code: "CONFLICTING_INPUT" }] });
    expect(wrong.userErrors[0]?.path).toEqual(["expectedCount"]);
    expect(wrong.userErrors[0]?.message).toContain("2");
    expect(await add(1, { id: { eq: a?.id } })).toMatchObject({ added: 1, unchanged: 0 });
    expect(await add(2)).toMatchObject({ added: 1, unchanged: 1, removed: 0 });
    const { customerGroupRemoveMatching } = await server.run(removeMatching, { id, where: {}, expectedCount: 3 });
    expect(customerGroupRemoveMatching).toMatchObject({ added: 0, removed: 2, unchanged: 1, userErrors: [] });
    await removeGroup(server, id);
    expect(inShort((await add(2)).userErrors)).toEqual(["NOT_FOUND at id"]);
  });
});

describeOnServer("customerGroupAddMatching and customerGroupRemoveMatching", () => {
  const server = useTestServer();

  it("lock no customer if another number than expected matches", async () => {
    const { id } = await givenGroup(server);
    const held = await givenCustomer(server);
    await givenCustomer(server);
    const client = await server.testDatabase.database.pool.connect();
    try {
      await client.query("BEGIN");
      await client.query("SELECT FROM customer WHERE id = $1 FOR UPDATE", [held.id]);
      const args = { id, where: {}, expectedCount: 1 };
      const added = await server.run(addMatching, args);
      const removed = await server.run(removeMatching, args);
      for (const { userErrors } of [added.customerGroupAddMatching, removed.customerGroupRemoveMatching]) {
        expect(userErrors.map(({ message }) => message)).toEqual([
          "Must be the number of customers that match now: 2.",
        ]);
      }
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  });

  it("count again after they have waited for another transaction", async () => {
    const { id } = await givenGroup(server);
    const where = { firstName: { eq: "Ada" } };
    const changing = await givenCustomer(server, { firstName: "Ada" });
    await givenCustomer(server, { firstName: "Ada" });
    const { pool } = server.testDatabase.database;
    const client = await pool.connect();
    try {
      await client.query("BEGIN");
      await client.query("UPDATE customer SET first_name = 'Eve' WHERE id = $1", [changing.id]);
      const added = server.run(addMatching, { id, where, expectedCount: 2 });
      await eventually("nobody waits", async () => {
        const waiting =
          "SELECT FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()";
        return (await pool.query(waiting)).rowCount || undefined;
      });
      await client.query("COMMIT");
      expect((await added).customerGroupAddMatching).toMatchObject({
        added: 0,
        userErrors: [{ code: "CONFLICTING_INPUT", message: "Must be the number of customers that match now: 1." }],
      });
    } finally {
      client.release();
    }
  });
});
