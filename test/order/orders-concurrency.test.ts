import { describeOnServer } from "../support/database.js";
import { useTestServer } from "../support/server.js";
import { orderInput, record } from "./order.steps.js";

describeOnServer("orders recorded at once", () => {
  const server = useTestServer();
  const ids = Array.from({ length: 60 }, (_, index) => `order_${index}`);
  /** Returns the values in a different order for each call, the same in every run. The step and the length have no common divisor. */
  const shuffled = (call: number) => {
    const step = [1, 7, 11, 13, 17, 19, 23, 29][call % 8] ?? 1;
    return ids.map((_, index) => ids[(index * step) % ids.length] ?? "");
  };

  it("are created once and completely by calls that list them in different orders", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 16 }, (_, call) => {
        // Each call contains half of the orders, and adds its own metadata key to all of them.
        const named = shuffled(call).slice(0, 30);
        return record(server, ...named.map((id) => orderInput({ id, metadata: { [`call${call}`]: call } })));
      }),
    );
    for (const { userErrors, created, updated, unchanged } of outcomes) {
      expect(userErrors).toEqual([]);
      expect(created + updated).toBe(30);
      expect(unchanged).toBe(0);
    }
    const rows = await server.testDatabase.database.prisma.order.findMany();
    expect(outcomes.reduce((sum, { created }) => sum + created, 0)).toBe(rows.length);
    for (const { id, metadata } of rows) {
      const calls = outcomes.flatMap(({ orders }, call) => (orders.some((order) => order.id === id) ? [call] : []));
      expect(metadata).toEqual(Object.fromEntries(calls.map((call) => [`call${call}`, call])));
    }
  });

  it("are created by one call and not changed by other equal calls", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, call) => record(server, ...shuffled(call).map((id) => orderInput({ id })))),
    );
    expect(outcomes.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect(outcomes.map(({ created }) => created).sort((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, 0, 0, 60]);
    expect(outcomes.map(({ unchanged }) => unchanged).sort((a, b) => a - b)).toEqual([0, 60, 60, 60, 60, 60, 60, 60]);
  });

  it("do not deadlock with calls for which some of them exist already", async () => {
    await record(server, ...ids.filter((_, index) => index % 3 === 0).map((id) => orderInput({ id })));
    const before = await deadlocks();
    const outcomes = await Promise.all(
      Array.from({ length: 24 }, (_, call) =>
        record(server, ...shuffled(call).map((id) => orderInput({ id, total: String(call) }))),
      ),
    );
    expect(outcomes.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect(outcomes.reduce((sum, { created }) => sum + created, 0)).toBe(40);
    const totals = new Set((await server.testDatabase.database.prisma.order.findMany()).map(({ total }) => total));
    expect(totals.size).toBe(1);
    expect(await deadlocks()).toBe(before);
  });

  async function deadlocks(): Promise<string | undefined> {
    const { rows } = await server.testDatabase.database.pool.query<{ deadlocks: string }>(
      "SELECT deadlocks::text FROM pg_stat_database WHERE datname = current_database()",
    );
    return rows[0]?.deadlocks;
  }
});
