import { setTimeout } from "node:timers/promises";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { describeOnServer } from "../support/database.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { readPriceList } from "./price-list.operations.js";
import { create, givenPriceList, price, remove, restore, sale, update } from "./price-list.steps.js";

describeOnServer("price lists changed at once", () => {
  const server = useTestServer();
  const manyTimes = <T>(count: number, call: (index: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, index) => call(index)));

  it("are changed by exactly one of many calls with the same ifVersion", async () => {
    const { id } = await givenPriceList(server);
    const outcomes = await manyTimes(12, (index) => update(server, id, { title: `Sale ${index}` }, 1));
    const winners = outcomes.filter(({ priceList }) => priceList !== null);
    expect(winners).toHaveLength(1);
    for (const { priceList, userErrors } of outcomes) {
      if (priceList === null) expect(userErrors).toMatchObject([{ code: "VERSION_CONFLICT", currentVersion: 2 }]);
    }
    expect(await server.run(readPriceList, { id })).toEqual({ priceList: winners[0]?.priceList });
  });

  it("keep every metadata key of many concurrent calls", async () => {
    const { id } = await givenPriceList(server);
    await manyTimes(12, (index) => update(server, id, { metadata: { [`key${index}`]: index } }));
    const { priceList } = await server.run(readPriceList, { id });
    expect(priceList?.version).toBe(13);
    expect(Object.keys(priceList?.metadata ?? {})).toHaveLength(12);
  });

  it("are deleted and restored in turn, with a version and a change for each call that changed them", async () => {
    const { id } = await givenPriceList(server, { prices: [price] });
    const outcomes = await manyTimes(20, (index) => (index % 2 === 0 ? remove(server, id) : restore(server, id)));
    expect(outcomes.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    await restore(server, id);
    const { priceList } = await server.run(readPriceList, { id });
    expect(priceList).toMatchObject({ deletedAt: null, prices: { totalCount: 1 } });
    const { rows } = await server.testDatabase.database.pool.query<{ action: string }>(
      "SELECT action FROM change WHERE subject_id = $1 AND action <> 'CREATED' ORDER BY sequence",
      [id],
    );
    const inTurn = rows.map((_, index) => (index % 2 === 0 ? "DELETED" : "RESTORED"));
    expect(rows.map(({ action }) => action)).toEqual(inTurn);
    expect(priceList?.version).toBe(1 + rows.length);
  });

  it("wait for the deletion of a group, and then do not find it", async () => {
    const { id: groupId } = await givenGroup(server);
    const { pool } = server.testDatabase.database;
    const client = await pool.connect();
    await client.query("BEGIN");
    await client.query("UPDATE customer_group SET deleted_at = now() WHERE id = $1", [groupId]);
    let isOver = false;
    const creating = create(server, { ...sale, customerGroupIds: [groupId] }).finally(() => {
      isOver = true;
    });
    while (!isOver && !(await isAnybodyWaiting())) await setTimeout(10);
    await client.query("COMMIT");
    client.release();
    expect(inShort((await creating).userErrors)).toEqual(["NOT_FOUND at input.customerGroupIds.0"]);
  });

  async function isAnybodyWaiting(): Promise<boolean> {
    const { rowCount } = await server.testDatabase.database.pool.query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    return rowCount !== 0;
  }
});
