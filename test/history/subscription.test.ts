import { givenAddress } from "../address/address.steps.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer, givenCustomers, remove, restore, update } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { addCustomers } from "../customer-group/membership.operations.js";
import { givenRegion } from "../region/region.steps.js";
import { adminKey, useTestServer } from "../support/server.js";
import { givenUser } from "../user/user.steps.js";
import { connect, Subscriber, stopSubscribersAfterEach } from "./subscriber.js";
import { followSubjects } from "./subscription.operations.js";
import { allChanges, useAddress } from "./subscription.steps.js";

stopSubscribersAfterEach();

describe("a subscription to changes", () => {
  const server = useTestServer();
  const url = useAddress(server);
  const pool = () => server.testDatabase.database.pool;
  const subscribe = (where = {}, like = {}) => new Subscriber({ url: url() }, where).begun(pool(), like);

  it("delivers each committed change once, in order, with the same fields as the query", async () => {
    const subscriber = await subscribe();
    const customer = await givenCustomer(server, { firstName: "Ada", metadata: { tier: "gold" } });
    await update(server, customer.id, { firstName: "Grace", lastName: "Hopper" });
    await givenAddress(server, customer.id);
    await givenGroup(server, "Wholesale", [customer.id]);
    await remove(server, customer.id);
    await restore(server, customer.id);
    await givenUser(server);
    await givenApiKey(server);
    const region = await givenRegion(server, { countryCodes: ["it"] });
    await subscriber.caughtUp(pool());

    const made = await allChanges(server);
    expect(made.length).toBeGreaterThanOrEqual(10);
    expect(subscriber.changes).toEqual(made);
    expect(made.at(-1)).toMatchObject({ action: "CREATED", subjectType: "REGION", subjectId: region.id });
    expect(subscriber.changes.slice(0, 2)).toEqual([
      expect.objectContaining({ action: "CREATED", subjectType: "CUSTOMER", subjectId: customer.id }),
      expect.objectContaining({
        action: "UPDATED",
        actor: { type: "API_KEY", id: expect.stringMatching(/^apk_/), name: "Root key" },
        fields: [
          { name: "firstName", before: "Ada", after: "Grace" },
          { name: "lastName", before: null, after: "Hopper" },
        ],
      }),
    ]);
  });

  it("delivers nothing for writes that are rolled back, refused or change nothing", async () => {
    const subscriber = await subscribe();
    const kept = await givenCustomer(server, { email: "ada@example.com" });
    const twin = { input: { email: "ada@example.com", addresses: [] } };
    await server.ask(
      "mutation ($input: CustomerCreateInput!) { customerCreate(input: $input) { customer { id } } }",
      twin,
    );
    await update(server, kept.id, { email: "ADA@example.com" });
    const client = await pool().connect();
    await client.query("BEGIN");
    await client.query("UPDATE customer SET first_name = 'Grace'");
    await client.query("ROLLBACK");
    client.release();
    await subscriber.caughtUp(pool());
    expect(subscriber.changes.map(({ action, subjectId }) => [action, subjectId])).toEqual([["CREATED", kept.id]]);
  });

  it("delivers to each subscriber the changes since its start", async () => {
    const before = await givenCustomer(server);
    const first = await subscribe();
    const between = await givenCustomer(server);
    const second = await subscribe();
    const after = await givenCustomer(server);
    for (const subscriber of [first, second]) await subscriber.caughtUp(pool());
    expect(first.changes.map(({ subjectId }) => subjectId)).toEqual([between.id, after.id]);
    expect(second.changes.map(({ subjectId }) => subjectId)).toEqual([after.id]);
    const made = await allChanges(server);
    expect(made.map(({ subjectId }) => subjectId)).toEqual([before.id, between.id, after.id]);
  });

  it("ends when its subscriber unsubscribes, without affecting others, and a new one starts without missed changes", async () => {
    const stays = await subscribe();
    const leaves = await subscribe();
    await leaves.stop();
    const missed = await givenCustomer(server);
    await stays.caughtUp(pool());
    await stays.stop();
    await givenCustomer(server);
    const again = await subscribe();
    const seen = await givenCustomer(server);
    await again.caughtUp(pool());
    expect(leaves.changes).toEqual([]);
    expect(stays.changes.map(({ subjectId }) => subjectId)).toEqual([missed.id]);
    expect(again.changes.map(({ subjectId }) => subjectId)).toEqual([seen.id]);
  });

  it("may be one of several over one connection", async () => {
    const client = connect({ url: url() });
    const customers = new Subscriber({ url: url() }, { subjectType: "CUSTOMER" }, client);
    const groups = new Subscriber({ url: url() }, { subjectType: "CUSTOMER_GROUP" }, client);
    await customers.begun(pool(), { subjectType: "CUSTOMER" });
    await groups.begun(pool(), { subjectType: "CUSTOMER_GROUP" });
    const customer = await givenCustomer(server);
    const group = await givenGroup(server);
    await customers.caughtUp(pool(), { subjectType: "CUSTOMER" });
    await groups.caughtUp(pool(), { subjectType: "CUSTOMER_GROUP" });
    expect(customers.changes.map(({ subjectId }) => subjectId)).toEqual([customer.id]);
    expect(groups.changes.map(({ subjectId }) => subjectId)).toEqual([group.id]);
  });

  it("delivers the changes that match, by each condition and by all combined", async () => {
    const { id } = await givenCustomer(server);
    const { id: otherId } = await givenCustomer(server);
    const { id: keyId, secret } = await givenApiKey(server, ["CUSTOMERS_READ", "CUSTOMERS_WRITE"]);
    const { id: groupId } = await givenGroup(server);
    const at = "2031-01-01T00:00:00.000Z";
    const filters = [
      [{ action: "DELETED" }, { action: "DELETED" }],
      [{ subjectType: "ADDRESS" }, { subjectType: "ADDRESS" }],
      [{ subjectId: id }, { subjectId: id }],
      [{ actorId: keyId }, { actorId: keyId }],
      [{ customerId: id }, { subjectType: "CUSTOMER", subjectId: id }],
      [{ customerGroupId: groupId }, { subjectType: "CUSTOMER_GROUP", subjectId: groupId }],
      [{ at: { lt: "2030-01-01T00:00:00Z" } }, {}],
      [{ at: { gte: "2030-01-01T00:00:00Z" } }, { at }],
      [
        {
          action: "UPDATED",
          subjectType: "CUSTOMER",
          subjectId: id,
          actorId: keyId,
          at: { lt: "2030-01-01T00:00:00Z" },
        },
        { action: "UPDATED", subjectType: "CUSTOMER", subjectId: id, actorId: keyId },
      ],
    ] as const;
    const subscribers = await Promise.all(
      filters.map(([where, like]) => new Subscriber({ url: url() }, where).begun(pool(), like)),
    );
    const [last] = (await allChanges(server)).slice(-1);

    await update(server, id, { firstName: "Grace" });
    await update(server, otherId, { firstName: "Grace" });
    await server
      .as(secret)
      .ask(`mutation { customerUpdate(id: "${id}", input: { lastName: "Hopper" }) { customer { id } } }`);
    await server.as(secret).ask(`mutation { customerDelete(id: "${otherId}") { deletedId } }`);
    await givenAddress(server, id);
    await server.run(addCustomers, { id: groupId, customerIds: [id] });

    const counts: number[] = [];
    for (const [index, [where, like]] of filters.entries()) {
      await subscribers[index]?.caughtUp(pool(), like);
      const asked = await allChanges(server, where);
      const expected = asked.filter((change) => last !== undefined && change.id > last.id);
      expect(subscribers[index]?.changes).toEqual(expected);
      counts.push(expected.length);
    }
    expect(counts).toEqual([1, 1, 3, 2, 4, 1, 6, 0, 1]);
  });

  it("delivers all changes of adding 2,000 customers, in order", async () => {
    const ids = await givenCustomers(server, 2_000);
    const group = await givenGroup(server);
    const subscriber = await subscribe({ action: "MEMBER_ADDED" }, { action: "MEMBER_ADDED" });
    const { statements } = await server.testDatabase.withStatements(async () => {
      await server.run(addCustomers, { id: group.id, customerIds: ids });
      await subscriber.caughtUp(pool(), { action: "MEMBER_ADDED" });
    });
    const made = await allChanges(server, { action: "MEMBER_ADDED" });
    expect(made).toHaveLength(2_000);
    expect(subscriber.changes).toEqual(made);
    // The actor is read once for all changes, and once for the change of the subscriber.
    expect(statements.filter((sql) => sql.includes("SELECT id, title FROM api_key"))).toHaveLength(2);
  }, 60_000);

  describe("that selects the subject", () => {
    const followSubjectsOf = (customerId: string, credential = adminKey) => {
      const address = { url: url(), credential };
      const like = { subjectType: "CUSTOMER", subjectId: customerId };
      return new Subscriber(address, { customerId }, connect(address), followSubjects).begun(pool(), like);
    };

    it("delivers its state after the change, also when several changes have the same time", async () => {
      const { id } = await givenCustomer(server, { firstName: "Ada" });
      const subscriber = await followSubjectsOf(id);
      const at = new Date();
      for (const [index, firstName] of ["Grace", "Katherine", "Dorothy"].entries()) {
        const client = await pool().connect();
        try {
          await client.query("BEGIN");
          await client.query("ALTER TABLE customer DISABLE TRIGGER customer_updated");
          await client.query("UPDATE customer SET first_name = $1, version = version + 1", [firstName]);
          await client.query("ALTER TABLE customer ENABLE TRIGGER customer_updated");
          await client.query(
            `INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, fields, version)
             SELECT n, change_id($1, n), $1, 'UPDATED', 'CUSTOMER', $2, 'SYSTEM', 'system', '[]', $3
             FROM nextval('change_sequence') AS n`,
            [at, id, index + 2],
          );
          await client.query("COMMIT");
        } finally {
          client.release();
        }
        await subscriber.until(() => subscriber.changes.length === index + 1);
      }
      expect(subscriber.errors).toEqual([]);
      expect(subscriber.changes).toMatchObject([
        { version: 2, subject: { __typename: "Customer", id, firstName: "Grace", version: 2 } },
        { version: 3, subject: { firstName: "Katherine", version: 3 } },
        { version: 4, subject: { firstName: "Dorothy", version: 4 } },
      ]);
    });

    it("delivers null for a deleted subject", async () => {
      const { id } = await givenCustomer(server);
      const subscriber = await followSubjectsOf(id);
      await remove(server, id);
      await subscriber.until(() => subscriber.changes.length === 1);
      expect(subscriber.changes).toMatchObject([{ action: "DELETED", version: 2, subject: null }]);
    });

    it("delivers null to callers who may not read it", async () => {
      const { id } = await givenCustomer(server);
      const subscriber = await followSubjectsOf(id, (await givenApiKey(server, ["HISTORY_READ"])).secret);
      await update(server, id, { firstName: "Grace" });
      await subscriber.until(() => subscriber.changes.length === 1);
      expect(subscriber.changes).toMatchObject([{ action: "UPDATED", version: 2, subject: null }]);
    });
  });
});
