import type { AddressInfo } from "node:net";
import { parse } from "graphql";
import { givenCustomer, update } from "../customer/customer.steps.js";
import { connect, Subscriber, stopSubscribersAfterEach } from "../history/subscriber.js";
import { useTestServer } from "../support/server.js";

stopSubscribersAfterEach();

describe("the cost of a subscription", () => {
  const server = useTestServer();
  const pool = () => server.testDatabase.database.pool;
  const probe = { subjectType: "CUSTOMER", subjectId: "cus_unknown" };

  /** Subscribes at a server whose callers have this burst, and almost no tokens while a test runs. */
  async function subscriberOf(selection: string, burst: number, customerId: string) {
    const limit = { perSecond: 0.001, burst };
    const { app } = await server.another({ rateLimit: { staff: limit, customers: limit, addresses: limit } });
    await app.listen({ host: "127.0.0.1", port: 0 });
    const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    const text = `subscription ($where: ChangeFilter) { changes(where: $where) { requestId ${selection} } }`;
    const where = { subjectType: "CUSTOMER" as const };
    const subscriber = new Subscriber({ url }, where, connect({ url }), parse(text) as never);
    await subscriber.begun(pool(), probe);
    return { subscriber, change: (phone: string) => update(server, customerId, { phone }) };
  }

  it("is charged again for each event, and ends with RATE_LIMITED when the units are used up", async () => {
    const { id } = await givenCustomer(server);
    // The start costs 53, and so does each event: the change, its subject, the list, and fifty addresses.
    const { subscriber, change } = await subscriberOf(
      "subject { ... on Customer { addresses { nodes { id } } } }",
      600,
      id,
    );
    for (let phone = 1; phone <= 12; phone += 1) await change(String(phone));
    const allDelivered = subscriber.until(() => subscriber.changes.length === 12).catch(() => {});
    await Promise.race([subscriber.ending, allDelivered]);
    expect(subscriber.changes.length).toBeLessThan(12);
    expect(await subscriber.ending).toMatchObject({ errors: [{ extensions: { code: "RATE_LIMITED" } }] });
    // Probes of the start were charged, too.
    expect(subscriber.changes.length).toBeGreaterThan(0);
  });

  it("is charged only once if it is small", async () => {
    const { id } = await givenCustomer(server);
    const { subscriber, change } = await subscriberOf("version subject { ... on Customer { firstName } }", 100, id);
    for (let phone = 1; phone <= 40; phone += 1) await change(String(phone));
    await subscriber.caughtUp(pool(), probe);
    expect(subscriber.changes).toHaveLength(40);
  });
});
