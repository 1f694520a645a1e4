import { RequestDatabase } from "../../src/database/request-database.js";
import { claimOrders } from "../../src/shop/order/order-claim.rows.js";
import { update } from "../customer/customer.steps.js";
import { isServer } from "../support/database.js";
import { givenCustomers } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { givenOrder, givenOrders, orderInput, record } from "./order.steps.js";

describe("the orders of a proven email", () => {
  const server = useTestServer();
  const prisma = () => server.testDatabase.database.prisma;
  const email = "ada@example.com";
  const [claimer, guest, other] = ["cus_claimer", "cus_guest", "cus_other"];

  /** A guest and a registered customer with the same proven email, and another customer. */
  beforeEach(() =>
    givenCustomers(server, [
      { id: claimer, email, hasAccount: true, emailVerifiedAt: new Date() },
      { id: guest, email },
      { id: other },
    ]),
  );

  const claim = (id = claimer) =>
    new RequestDatabase(server.testDatabase.database, { requestId: "request-1" }).transaction(
      { type: "CUSTOMER", id },
      (tx) => claimOrders(tx, { id, email }),
    );

  /** The customer of each order, and the guest that it was claimed from. */
  async function owners() {
    const orders = await prisma().order.findMany({ orderBy: { id: "asc" } });
    return Object.fromEntries(
      orders.map(({ id, customerId, isClaimed, claimedFrom }) => [
        id,
        isClaimed ? `${customerId} from ${claimedFrom}` : customerId,
      ]),
    );
  }

  it("become those of the customer: those of the guest, and those without a customer under the email", async () => {
    await givenOrders(server, [
      { id: "order_1", customerId: guest },
      { id: "order_2", email },
      { id: "order_3", customerId: other, email },
      { id: "order_4", email: "eva@example.com" },
      { id: "order_5" },
    ]);
    await claim();
    expect(await owners()).toEqual({
      order_1: `${claimer} from ${guest}`,
      order_2: `${claimer} from null`,
      order_3: other,
      order_4: null,
      order_5: null,
    });
    const after = await prisma().customer.findUnique({ where: { id: guest } });
    expect(after).toMatchObject({ email, ordersClaimedBy: claimer, version: 2, deletedAt: null });
  });

  it("stay with a deleted guest", async () => {
    await prisma().customer.update({ where: { id: guest }, data: { deletedAt: new Date() } });
    await givenOrders(server, [{ id: "order_1", customerId: guest }]);
    await claim();
    expect(await owners()).toEqual({ order_1: guest });
  });

  it("are in the history of the customer, at most 100 of them by id, and the guest says who has claimed them", async () => {
    const many = Array.from({ length: 150 }, (_, index) => ({ id: `order_${1_000 + index}`, customerId: guest }));
    await givenOrders(server, many);
    const before = await prisma().change.count();
    await claim();
    await claim();
    const changes = await prisma().change.findMany({ orderBy: { sequence: "asc" }, skip: before });
    const fieldsOf = (subjectId: string) =>
      changes
        .filter((change) => change.subjectId === subjectId)
        .map(({ action, subjectType, actorId, requestId, fields }) => {
          return { action, subjectType, actorId, requestId, fields };
        });
    const common = { action: "UPDATED", subjectType: "CUSTOMER", actorId: claimer, requestId: "request-1" };
    expect(fieldsOf(claimer)).toEqual([
      {
        ...common,
        fields: [
          { name: "claimed_order_count", before: null, after: 150 },
          { name: "claimed_order_ids", before: null, after: many.slice(0, 100).map(({ id }) => id) },
        ],
      },
    ]);
    expect(fieldsOf(guest)).toEqual([
      { ...common, fields: [{ name: "orders_claimed_by", before: null, after: claimer }] },
    ]);
    expect(changes).toHaveLength(2);
  });

  it("take as many statements for 1,000 orders as for one", async () => {
    await givenOrders(server, [{ id: "order_1", customerId: guest }]);
    const few = (await server.testDatabase.withStatements(() => claim())).statements.length;
    await prisma().customer.update({ where: { id: guest }, data: { ordersClaimedBy: null } });
    await givenOrders(
      server,
      Array.from({ length: 1_000 }, (_, index) => ({ id: `order_x${index}`, customerId: guest })),
    );
    expect((await server.testDatabase.withStatements(() => claim())).statements).toHaveLength(few);
    expect(await prisma().order.count({ where: { customerId: claimer } })).toBe(1_001);
  });

  describe("when they are recorded again", () => {
    beforeEach(async () => {
      await givenOrder(server, { id: "order_guest", customerId: guest });
      await givenOrder(server, { id: "order_none", email });
      await claim();
    });
    const claimed = { order_guest: `${claimer} from ${guest}`, order_none: `${claimer} from null` };

    it("do not change if the call names where they came from", async () => {
      const calls = [
        orderInput({ id: "order_guest", customerId: guest }),
        orderInput({ id: "order_none", email, customerId: null }),
      ];
      expect(await record(server, ...calls)).toMatchObject({ unchanged: 2, updated: 0, created: 0 });
      const withoutCustomer = [orderInput({ id: "order_guest" }), orderInput({ id: "order_none", email })];
      expect(await record(server, ...withoutCustomer)).toMatchObject({ unchanged: 2 });
      expect(await record(server, orderInput({ id: "order_guest", customerId: claimer }))).toMatchObject({
        unchanged: 1,
      });
      expect(await owners()).toEqual(claimed);
    });

    it("stay with the customer when another field changes", async () => {
      const { orders } = await record(server, orderInput({ id: "order_guest", customerId: guest, total: "99.00" }));
      expect(orders).toMatchObject([{ total: "99.00", customer: { id: claimer } }]);
      expect(await owners()).toEqual(claimed);
    });

    it("go to another customer that the call names, or to none", async () => {
      await record(server, orderInput({ id: "order_guest", customerId: other }));
      await record(server, orderInput({ id: "order_none", email, customerId: other }));
      expect(await owners()).toEqual({ order_guest: other, order_none: other });
      await record(server, orderInput({ id: "order_guest", customerId: guest }));
      expect(await owners()).toEqual({ order_guest: `${claimer} from ${guest}`, order_none: other });
      await record(server, orderInput({ id: "order_guest", customerId: null }));
      expect(await owners()).toEqual({ order_guest: null, order_none: other });
    });

    const recordNew = async () => {
      await record(server, orderInput({ id: "order_new", customerId: guest }));
      return (await owners()).order_new;
    };

    it("are joined by new orders of the guest", async () => {
      expect(await recordNew()).toBe(`${claimer} from ${guest}`);
    });

    it.each([
      ["the guest has another email", guest, { email: "new@example.com" }],
      ["the guest is registered", guest, { email: "new@example.com", password: "correct horse" }],
    ])("are not joined by new orders of the guest after %s", async (_what, id, input) => {
      const { userErrors } = await update(server, id, input);
      expect(userErrors).toEqual([]);
      expect(await recordNew()).toBe(guest);
      await record(server, orderInput({ id: "order_guest", customerId: guest }));
      expect(await owners()).toMatchObject(claimed);
    });

    it("are joined by new orders of the guest after the customer has another email", async () => {
      await update(server, claimer, { email: "new@example.com" });
      expect(await recordNew()).toBe(`${claimer} from ${guest}`);
    });

    it("are not joined by new orders of the guest while the customer is deleted", async () => {
      await prisma().customer.update({ where: { id: claimer }, data: { deletedAt: new Date() } });
      expect(await recordNew()).toBe(guest);
    });

    it("are not joined by new orders of a guest that gets the email back", async () => {
      await update(server, guest, { email: "new@example.com" });
      await update(server, guest, { email });
      expect(await recordNew()).toBe(guest);
    });
  });

  it("are all claimed when they are recorded at the same time", async () => {
    const rounds = isServer ? 12 : 2;
    for (let round = 0; round < rounds; round += 1) {
      await Promise.all([
        claim(),
        ...[1, 2, 3].map((call) => record(server, orderInput({ id: `order_${round}_${call}`, customerId: guest }))),
      ]);
      expect(await prisma().order.count({ where: { customerId: guest } })).toBe(0);
      await prisma().customer.update({ where: { id: guest }, data: { ordersClaimedBy: null } });
    }
  });
});
