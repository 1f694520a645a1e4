import { ChangeFeed, type Subscriber } from "../../src/shop/history/change-feed.js";
import type { ChangeQueue } from "../../src/shop/history/change-queue.js";
import { useTestServer } from "../support/server.js";

describe("the feed of changes", () => {
  const server = useTestServer();
  const errors: unknown[] = [];
  let feed: ChangeFeed;

  beforeEach(() => {
    errors.length = 0;
    feed = new ChangeFeed(server.testDatabase.database, (error) => errors.push(error), 50);
  });
  afterEach(() => feed.close());

  const subscribe = (checkAccess: Subscriber["checkAccess"] = async () => {}) =>
    feed.subscribe({ where: null, token: undefined, checkAccess });

  const createCustomers = (count: number) =>
    server.testDatabase.database.pool.query(
      "INSERT INTO customer (id, first_name) SELECT 'cus_' || lpad(n::text, 4, '0'), 'Ada' FROM generate_series(1, $1::int) AS n",
      [count],
    );

  async function take(queue: ChangeQueue, count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let taken = 0; taken < count; taken += 1) ids.push((await queue.next()).value?.subjectId ?? "");
    return ids;
  }

  it("ends a slow subscription, while another one gets all changes", async () => {
    const slow = await subscribe();
    const quick = await subscribe();
    await createCustomers(3_000);
    const ids = await take(quick, 3_000);
    expect(new Set(ids).size).toBe(3_000);
    await expect(slow.next()).rejects.toMatchObject({ extensions: { code: "SUBSCRIPTION_TOO_SLOW" } });
    await server.testDatabase.database.pool.query("UPDATE customer SET first_name = 'Grace' WHERE id = 'cus_0007'");
    expect(await take(quick, 1)).toEqual(["cus_0007"]);
    expect(errors).toEqual([]);
  });

  it("delivers a change later and once when the database cannot check the access of a subscriber", async () => {
    const away = Object.assign(new Error("away"), { code: "ECONNREFUSED" });
    const answers: (Error | undefined)[] = [];
    const doubtful = await subscribe(async () => {
      const answer = answers.shift();
      if (answer !== undefined) throw answer;
    });
    const other = await subscribe();
    answers.push(away, away);
    await createCustomers(2);
    for (const queue of [doubtful, other]) expect((await take(queue, 2)).sort()).toEqual(["cus_0001", "cus_0002"]);
    expect(errors).toEqual([away, away]);
    await server.testDatabase.database.pool.query("DELETE FROM customer WHERE id = 'cus_0001'");
    for (const queue of [doubtful, other]) expect(await take(queue, 1)).toEqual(["cus_0001"]);
  });

  it("ends its subscriptions when it closes", async () => {
    const queue = await subscribe();
    await feed.close();
    expect(await queue.next()).toEqual({ done: true, value: undefined });
  });
});
