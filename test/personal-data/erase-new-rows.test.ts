import { createAddress } from "../address/address.operations.js";
import { rome } from "../address/address.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { requestReset } from "../customer-account/customer-account.operations.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { addCustomers } from "../customer-group/membership.operations.js";
import { logInCustomer } from "../login/login.operations.js";
import { givenOrder, orderInput, record } from "../order/order.steps.js";
import { describeOnServer } from "../support/database.js";
import { eventually, useMailServer } from "../support/mail.js";
import { type TestServer, useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { password } from "../user/user.steps.js";
import { findInDump } from "./dump.js";
import { email, erase } from "./personal-data.steps.js";

interface Given {
  readonly server: TestServer;
  /** A customer of the person. */
  readonly id: string;
  readonly groupId: string;
}

const order = { id: "order_1", email, metadata: { note: "quill-order-metadata" } };

/** Writes of the API that add rows, and their results after the erasure. */
const operations: [what: string, write: (given: Given) => Promise<unknown>, result: unknown][] = [
  [
    "customerAddressCreate",
    async ({ server, id }) =>
      inShort(
        (await server.run(createAddress, { customerId: id, input: { ...rome, phone: "5550134567" } }))
          .customerAddressCreate.userErrors,
      ),
    ["NOT_FOUND at customerId"],
  ],
  [
    "customerLogin",
    async ({ server }) => inShort((await server.run(logInCustomer, { email, password })).customerLogin.userErrors),
    ["INVALID_CREDENTIALS at password"],
  ],
  [
    "customerPasswordResetRequest",
    async ({ server }) => (await server.run(requestReset, { email })).customerPasswordResetRequest.accepted,
    true,
  ],
  [
    "customerGroupAddCustomers",
    async ({ server, id, groupId }) =>
      inShort(
        (await server.run(addCustomers, { id: groupId, customerIds: [id] })).customerGroupAddCustomers.userErrors,
      ),
    ["NOT_FOUND at customerIds.0"],
  ],
  [
    "ordersRecord",
    async ({ server, id }) => (await record(server, orderInput({ ...order, customerId: id }))).orders,
    [expect.objectContaining({ id: "order_1", email: null, metadata: null })],
  ],
];

/** Rows that the database refuses after the erasure. */
const rows: [what: string, statement: string][] = [
  ["an address", "INSERT INTO customer_address (id, customer_id, city) VALUES ('cuaddr_1', $1, 'Quillcity')"],
  ["a session", "INSERT INTO session (id, customer_id, expires_at) VALUES ('ses_1', $1, now() + interval '1 day')"],
  [
    "a password",
    "INSERT INTO customer_password (customer_id, hash) VALUES ($1, '$argon2id$') ON CONFLICT (customer_id) DO UPDATE SET hash = '$argon2id$2'",
  ],
  [
    "a link",
    `INSERT INTO link_token (hash, purpose, subject, email, customer_id, expires_at) VALUES ('1', 'a', $1, '${email}', $1, now())`,
  ],
  [
    "an order with an email",
    `INSERT INTO customer_order (id, customer_id, email, status, currency_code, total, placed_at) VALUES ('order_1', $1, '${email}', 'PENDING', 'EUR', '1', now())`,
  ],
];

describeOnServer("new rows of a person wait until the erasure ends", () => {
  const mail = useMailServer();
  const server = useTestServer({
    selfRegistration: true,
    get mail() {
      return mail.serverOptions.mail;
    },
  });
  const pool = () => server.testDatabase.database.pool;

  /** The number of transactions that wait for a lock. */
  async function waiting(): Promise<number> {
    const { rows } = await pool().query<{ count: number }>(
      "SELECT count(*)::int FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
    );
    return rows[0]?.count ?? 0;
  }

  /** Starts a write while an erasure has erased everything but the row itself. Checks that the write waits. Returns its result. */
  async function writeDuringErasure(erasedId: string, write: () => Promise<unknown>): Promise<unknown> {
    const client = await pool().connect();
    let [erasing, writing]: Promise<unknown>[] = [];
    let hasEnded = false;
    try {
      await client.query("BEGIN; LOCK TABLE idempotent_request IN SHARE MODE");
      erasing = erase(server, erasedId).then(({ userErrors }) => userErrors);
      await eventually("the erasure does not wait", async () => (await waiting()) === 1 || undefined);
      writing = write()
        .catch(({ code }: { code?: unknown }) => ({ code }))
        .finally(() => {
          hasEnded = true;
        });
      await eventually("the write does not wait", async () => hasEnded || (await waiting()) === 2 || undefined);
      expect(hasEnded).toBe(false);
    } finally {
      await client.query("COMMIT");
      client.release();
      await Promise.allSettled([erasing, writing]);
    }
    expect(await erasing).toEqual([]);
    return writing;
  }

  /** Two customers with the same email: a registered one and a guest. One of them is erased by its id. */
  async function givenPerson(writesToErased: boolean) {
    const account = await givenCustomer(server, { email, password });
    const guest = await givenCustomer(server, { email });
    return { account: account.id, guest: guest.id, erased: writesToErased ? account.id : guest.id };
  }

  async function expectNothingLeft(): Promise<void> {
    expect(await findInDump(server, [email, "5550134567", "Quillcity", "quill-order-metadata", "argon2id"])).toEqual(
      [],
    );
    const { prisma } = server.testDatabase.database;
    expect(await prisma.session.count()).toBe(0);
    expect(await prisma.linkToken.count()).toBe(0);
    expect(mail.received).toEqual([]);
  }

  describe.each([
    ["the customer that is erased", true],
    ["another customer with the email", false],
  ])("of %s", (_whose, writesToErased) => {
    it.each(operations)("by %s", async (_what, write, result) => {
      const { account, erased } = await givenPerson(writesToErased);
      const { id: groupId } = await givenGroup(server);
      expect(await writeDuringErasure(erased, () => write({ server, id: account, groupId }))).toEqual(result);
      await expectNothingLeft();
    });

    it.each(rows)("and the database refuses %s", async (_what, statement) => {
      const { account, erased } = await givenPerson(writesToErased);
      const written = await writeDuringErasure(erased, () => pool().query(statement, [account]));
      expect(written).toEqual({ code: "40001" });
      await expectNothingLeft();
    });

    it("and the database refuses an email in an order that already exists", async () => {
      const { account, erased } = await givenPerson(writesToErased);
      await givenOrder(server, { id: "order_1" });
      const update = `UPDATE customer_order SET customer_id = $1, email = '${email}' WHERE id = 'order_1'`;
      const written = await writeDuringErasure(erased, () => pool().query(update, [account]));
      expect(written).toEqual({ code: "40001" });
      await expectNothingLeft();
    });
  });
});
