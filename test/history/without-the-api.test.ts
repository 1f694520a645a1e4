import { decodeTime, isValid } from "ulid";
import { givenCustomer, givenCustomers, update } from "../customer/customer.steps.js";
import { describeOnServer } from "../support/database.js";
import { useTestServer } from "../support/server.js";
import { changesPage } from "./history.operations.js";
import { changesOf, inShort } from "./history.steps.js";

describe("history of writes that do not come through the API", () => {
  const server = useTestServer();
  const sql = (text: string) => server.testDatabase.database.pool.query(text);
  const changesBy = (...statements: string[]) =>
    changesOf(server, async () => {
      for (const statement of statements) await sql(statement);
    });

  it.each([
    ["customer", "CUSTOMER cus_1", "(id, phone) VALUES ('cus_1', '1')", "phone", { hasAccount: false }],
    ["customer_group", "CUSTOMER_GROUP cusgroup_1", "(id, name) VALUES ('cusgroup_1', '1')", "name", {}],
    [
      "staff_user",
      "USER user_1",
      "(id, email, last_name) VALUES ('user_1', 'a@b.c', '1')",
      "last_name",
      { scopes: [] },
    ],
    [
      "api_key",
      "API_KEY apk_1",
      "(id, title, secret_hash, redacted) VALUES ('apk_1', '1', sha256('secret'), 'sk_')",
      "title",
      { scopes: [] },
    ],
  ])("records the server as actor of plain SQL on %s", async (table, subject, values, column, defaults) => {
    const changes = await changesBy(
      `INSERT INTO ${table} ${values}`,
      `UPDATE ${table} SET ${column} = '2' WHERE id = '${subject.split(" ")[1]}'`,
      `UPDATE ${table} SET ${column} = '2' WHERE id = '${subject.split(" ")[1]}'`,
      `DELETE FROM ${table} WHERE id = '${subject.split(" ")[1]}'`,
    );
    const name = column === "last_name" ? "lastName" : column;
    expect(changes.map(inShort)).toMatchObject([
      { action: "CREATED", subject, fields: { [name]: [null, "1"] } },
      { action: "UPDATED", subject, fields: { [name]: ["1", "2"] } },
      { action: "DELETED", subject, fields: { [name]: ["2", null] } },
    ]);
    for (const [field, value] of Object.entries(defaults)) {
      expect(changes.map((change) => inShort(change).fields[field])).toEqual([[null, value], undefined, [value, null]]);
    }
    for (const { actor, requestId } of changes) {
      expect([actor, requestId]).toEqual([{ type: "SYSTEM", id: "system" }, null]);
    }
  });

  describe("of addresses and memberships", () => {
    const subject = "CUSTOMER cus_1";
    beforeEach(async () => {
      await sql("INSERT INTO customer (id, phone) VALUES ('cus_1', '1'), ('cus_2', '1')");
      await sql("INSERT INTO customer_group (id, name) VALUES ('cusgroup_1', '1'), ('cusgroup_2', '2')");
    });
    const address = "INSERT INTO customer_address (id, customer_id, city) VALUES ('cuaddr_1', 'cus_1', 'Roma')";
    const membership = "INSERT INTO customer_group_member (customer_id, group_id) VALUES ('cus_1', 'cusgroup_1')";

    it("is recorded, too", async () => {
      const changes = await changesBy(
        address,
        "UPDATE customer_address SET customer_id = 'cus_2', updated_at = '2020-02-02'",
        "DELETE FROM customer_address",
        membership,
        "DELETE FROM customer_group_member",
      );
      expect(changes.map(inShort)).toMatchObject([
        { action: "CREATED", subject: "ADDRESS cuaddr_1", fields: { city: [null, "Roma"] } },
        { action: "UPDATED", subject: "ADDRESS cuaddr_1", fields: { customerId: ["cus_1", "cus_2"] } },
        { action: "DELETED", subject: "ADDRESS cuaddr_1", fields: { city: ["Roma", null] } },
        { action: "MEMBER_ADDED", subject, fields: { groupId: [null, "cusgroup_1"] } },
        { action: "MEMBER_REMOVED", subject, fields: { groupId: ["cusgroup_1", null] } },
      ]);
      for (const { actor } of changes) expect(actor).toEqual({ type: "SYSTEM", id: "system" });
    });

    it("records a moved membership as one that ends and one that begins, and nothing if it is not moved", async () => {
      await sql(membership);
      expect(await changesBy("UPDATE customer_group_member SET created_at = '2020-02-02'")).toEqual([]);
      const changes = await changesBy("UPDATE customer_group_member SET group_id = 'cusgroup_2'");
      expect(changes.map(inShort)).toEqual([
        { action: "MEMBER_REMOVED", subject, fields: { groupId: ["cusgroup_1", null] } },
        { action: "MEMBER_ADDED", subject, fields: { groupId: [null, "cusgroup_2"] } },
      ]);
    });

    it("records the rows that are deleted with the row of a customer", async () => {
      await sql(address);
      await sql(membership);
      const changes = await changesBy("DELETE FROM customer WHERE id = 'cus_1'");
      expect(changes.map(({ action, subjectId }) => `${action} ${subjectId}`).sort()).toEqual([
        "DELETED cuaddr_1",
        "DELETED cus_1",
        "MEMBER_REMOVED cus_1",
      ]);
    });

    it("records a changed id as another object", async () => {
      const changes = await changesBy("UPDATE customer SET id = 'cus_3' WHERE id = 'cus_1'");
      expect(changes.map(({ action, subjectId }) => `${action} ${subjectId}`).sort()).toEqual([
        "CREATED cus_3",
        "DELETED cus_1",
      ]);
    });
  });

  it("records an insert that becomes an update as an update", async () => {
    const upsert = (phone: string) =>
      `INSERT INTO customer (id, phone) VALUES ('cus_1', '${phone}')
       ON CONFLICT (id) DO UPDATE SET phone = excluded.phone`;
    const changes = await changesBy(upsert("1"), upsert("2"), upsert("2"));
    expect(changes.map(({ action }) => action)).toEqual(["CREATED", "UPDATED"]);
  });

  it("shows timestamps in the format of the API, from every time zone", async () => {
    const { id } = await givenCustomer(server);
    const [change] = await changesBy(
      `BEGIN; SET LOCAL TimeZone = 'Asia/Kolkata';
       UPDATE customer SET deleted_at = '2020-02-02T02:02:02.02Z' WHERE id = '${id}'; COMMIT`,
    );
    expect(change && inShort(change)).toMatchObject({
      action: "DELETED",
      fields: { deletedAt: [null, "2020-02-02T02:02:02.020Z"] },
    });
  });

  it.each(["infinity", "-infinity", "10000-01-01T00:00:00Z"])(
    "can be read after a timestamp such as %s",
    async (moment) => {
      await givenCustomer(server);
      const [change] = await changesBy(`UPDATE customer SET deleted_at = '${moment}'`);
      const fields = { deletedAt: [null, expect.stringContaining(moment.slice(0, 8))] };
      expect(change && inShort(change).fields).toEqual(fields);
    },
  );

  it("records the actor of a transaction for that transaction only", async () => {
    const { id } = await givenCustomer(server);
    const changes = await changesOf(server, async () => {
      await update(server, id, { phone: "1" });
      await sql(`UPDATE customer SET phone = '2' WHERE id = '${id}'`);
    });
    expect(changes.map(({ actor }) => actor?.type)).toEqual(["API_KEY", "SYSTEM"]);
    expect(changes.map(({ requestId }) => requestId === null)).toEqual([false, true]);
  });

  it("has ULIDs of the current time as ids, in the order of the changes", async () => {
    await givenCustomers(server, 40);
    await sql("UPDATE customer SET phone = '1'");
    const { nodes } = (await server.run(changesPage, { first: 250 })).changes;
    expect(nodes.length).toBeGreaterThan(80);
    for (const { id, at } of nodes) {
      expect(id).toMatch(/^chg_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
      expect(isValid(id.slice(4))).toBe(true);
      expect(new Date(decodeTime(id.slice(4))).toISOString()).toBe(at);
    }
    const { rows } = await server.testDatabase.database.pool.query<{ id: string }>(
      "SELECT id FROM change ORDER BY sequence",
    );
    expect(nodes.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  });

  it.each([
    ["1970-01-01T00:00:00.000Z", 0n, "00000000000000000000000000"],
    ["2016-07-30T22:36:16.385Z", 0xffn, "01ARYZ6S4100000000000000FF"],
    ["9999-12-31T23:59:59.999Z", 0x7fffffffffffffffn, "76EZ91ZPZZ7FFFFFFFFFFFFFFF"],
  ])("creates the id of %s and %s", async (at, sequence, ulid) => {
    const { rows } = await server.testDatabase.database.pool.query("SELECT change_id($1, $2) AS id", [at, sequence]);
    expect(rows).toEqual([{ id: `chg_${ulid}` }]);
    expect(decodeTime(ulid)).toBe(Date.parse(at));
  });

  describeOnServer("of two transactions on one customer", () => {
    it("is in the order of commits", async () => {
      const { id } = await givenCustomer(server);
      const { pool } = server.testDatabase.database;
      const [first, second] = [await pool.connect(), await pool.connect()];
      try {
        await second.query("BEGIN");
        await first.query("BEGIN");
        await first.query("UPDATE customer SET phone = 'first' WHERE id = $1", [id]);
        const { rows } = await second.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
        const waiting = second.query("UPDATE customer SET phone = 'second' WHERE id = $1", [id]);
        await untilBlocked(rows[0]?.pid);
        await first.query("UPDATE customer SET first_name = 'first' WHERE id = $1", [id]);
        await first.query("COMMIT");
        await waiting;
        await second.query("COMMIT");
      } finally {
        first.release();
        second.release();
      }
      const { nodes } = (await server.run(changesPage, { where: { subjectId: id, action: "UPDATED" } })).changes;
      expect(nodes.map((change) => inShort(change).fields)).toEqual([
        { phone: [null, "first"] },
        { firstName: ["Ada", "first"] },
        { phone: ["first", "second"] },
      ]);
    });

    async function untilBlocked(pid: number | undefined): Promise<void> {
      for (let isBlocked = false; !isBlocked; ) {
        const { rows } = await sql(`SELECT cardinality(pg_blocking_pids(${pid})) > 0 AS blocked`);
        isBlocked = rows[0]?.blocked;
      }
    }
  });
});
