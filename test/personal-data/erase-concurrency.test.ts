import { createLinkToken } from "../../src/access/link-token/link-token.rows.js";
import { inTransaction } from "../../src/database/transactions/transaction.js";
import { createAddress } from "../address/address.operations.js";
import { rome } from "../address/address.steps.js";
import { givenCustomer, remove, update } from "../customer/customer.steps.js";
import { confirmRegistration } from "../customer-account/customer-account.operations.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { addCustomers } from "../customer-group/membership.operations.js";
import { logInCustomer } from "../login/login.operations.js";
import { givenOrder, orderInput, record } from "../order/order.steps.js";
import { describeOnServer } from "../support/database.js";
import { useTestServer } from "../support/server.js";
import { password } from "../user/user.steps.js";
import { findInDump } from "./dump.js";
import { email, erase } from "./personal-data.steps.js";

const texts = [email, "Zoefirst", "Quill Street 7", "5550134567", "quill-order-metadata"];

describeOnServer("an erasure and a write at the same time", () => {
  const server = useTestServer({ selfRegistration: true });
  const pool = () => server.testDatabase.database.pool;

  interface Writing {
    readonly id: string;
    readonly groupId: string;
  }
  const address = { ...rome, address1: "Quill Street 7", phone: "5550134567" };
  const order = { email, metadata: { note: "quill-order-metadata" } };
  const writes: Record<string, (given: Writing) => Promise<unknown>> = {
    customerUpdate: ({ id }) => update(server, id, { phone: "5550134567", firstName: "Zoefirst" }),
    customerAddressCreate: ({ id }) => server.run(createAddress, { customerId: id, input: address }),
    customerGroupAddCustomers: ({ id, groupId }) => server.run(addCustomers, { id: groupId, customerIds: [id] }),
    "ordersRecord, a new order": ({ id }) => record(server, orderInput({ id: "order_new", customerId: id, ...order })),
    "ordersRecord, a known order": () => record(server, orderInput({ id: "order_known", ...order })),
    customerLogin: () => server.as(null).run(logInCustomer, { email, password }),
  };

  async function given(): Promise<Writing> {
    const { id } = await givenCustomer(server, { email, firstName: "Zoefirst", password });
    await givenOrder(server, { id: "order_known", customerId: id });
    return { id, groupId: (await givenGroup(server)).id };
  }

  const customerLock = (id: string) => `SELECT FROM customer WHERE id = '${id}' FOR UPDATE`;

  /** Runs both while a third transaction holds a lock, and lets them go on when both wait or one has ended. */
  async function whileHeld(lock: string, calls: (() => Promise<unknown>)[]): Promise<void> {
    const client = await pool().connect();
    try {
      await client.query("BEGIN");
      await client.query(lock);
      const running: Promise<unknown>[] = [];
      let pending = 0;
      for (const call of calls) {
        pending += 1;
        running.push(call().finally(() => (pending -= 1)));
        while ((await waiting()) < pending);
      }
      await client.query("COMMIT");
      await Promise.all(running);
    } finally {
      client.release();
    }
  }

  async function waiting(): Promise<number> {
    // Not in the transaction, which sees only one state of this view.
    const { rows } = await pool().query<{ count: number }>(
      "SELECT count(*)::int FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
    );
    return rows[0]?.count ?? 0;
  }

  it.each(Object.keys(writes))("leave nothing of the person when %s comes first or second", async (name) => {
    const write = writes[name];
    if (write === undefined) throw new Error(`There is no ${name}.`);
    for (const isFirst of [true, false]) {
      await server.reset();
      const writing = await given();
      const calls = [() => write(writing), () => erase(server, writing.id)];
      await whileHeld(customerLock(writing.id), isFirst ? calls : calls.reverse());
      expect(await findInDump(server, texts)).toEqual([]);
      const { prisma } = server.testDatabase.database;
      expect(await prisma.session.count()).toBe(0);
      expect(await prisma.address.count()).toBe(0);
      expect(await prisma.customer.findMany()).toMatchObject([{ erasedAt: expect.any(Date), hasAccount: false }]);
    }
  });

  it("leave nothing of the person when a sign-up with the email is being confirmed", async () => {
    const { id } = await givenCustomer(server, { email });
    await remove(server, id);
    const details = { firstName: "Zoefirst" };
    const link = { purpose: "customer-register", subject: email, email, details } as const;
    const { prisma } = server.testDatabase.database;
    const token = await inTransaction(prisma, null, (tx) => createLinkToken(tx, link));
    // The confirmation has used the link and created the customer when it waits for this lock.
    await whileHeld("LOCK TABLE session IN SHARE MODE", [
      () => server.as(null).run(confirmRegistration, { token, password }),
      () => erase(server, id),
    ]);
    expect(await findInDump(server, texts)).toEqual([]);
    expect(await prisma.customer.count({ where: { erasedAt: { not: null } } })).toBe(2);
  });

  it("of several erasures of one person are one", async () => {
    const { id } = await given();
    const { id: other } = await givenCustomer(server, { email });
    const results = await Promise.all([id, other, id, other].map((each) => erase(server, each)));
    for (const { userErrors } of results) expect(userErrors).toEqual([]);
    const erasures = await server.testDatabase.database.prisma.change.findMany({ where: { action: "ERASED" } });
    expect(erasures.map(({ subjectId }) => subjectId).sort()).toEqual([id, other].sort());
  });

  it.each([
    ["an address", "INSERT INTO customer_address (id, customer_id, city) VALUES ('cuaddr_1', $1, 'Roma')"],
    ["a session", "INSERT INTO session (id, customer_id, expires_at) VALUES ('ses_1', $1, now())"],
    ["a password", "INSERT INTO customer_password VALUES ($1, '$argon2id$')"],
    [
      "a link",
      "INSERT INTO link_token (hash, purpose, subject, email, customer_id, expires_at) VALUES ('1', 'a', $1, 'a@b.c', $1, now())",
    ],
    [
      "the email of an order",
      "INSERT INTO customer_order (id, customer_id, email, status, currency_code, total, placed_at) VALUES ('order_1', $1, 'a@b.c', 'PENDING', 'EUR', '1', now())",
    ],
  ])("the database refuses %s of an erased customer, as a failure that is tried again", async (_what, statement) => {
    const { id } = await given();
    await erase(server, id);
    await expect(pool().query(statement, [id])).rejects.toMatchObject({ code: "40001" });
    // Check violations: 23514.
    await expect(pool().query("UPDATE customer SET email = 'a@b.c' WHERE id = $1", [id])).rejects.toMatchObject({
      code: "23514",
    });
  });
});
