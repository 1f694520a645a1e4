import { updateAddress } from "../address/address.operations.js";
import { givenAddress } from "../address/address.steps.js";
import { givenCustomer, longAgo, update } from "../customer/customer.steps.js";
import { updateGroup } from "../customer-group/customer-group.operations.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { givenOrder, orderInput, record } from "../order/order.steps.js";
import { givenPriceList, update as updatePriceList } from "../price-list/price-list.steps.js";
import { givenRegion, update as updateRegion } from "../region/region.steps.js";
import { useTestServer } from "../support/server.js";

const stored = '{"erp": 1546130668394913822, "big": 1e400, "list": [0.1234567890123456789], "other": 1}';

interface Kind {
  readonly table: string;
  given(): Promise<{ readonly id: string }>;
  write(id: string, metadata: Record<string, unknown> | null): Promise<{ readonly userErrors: readonly unknown[] }>;
}

describe("numbers in metadata that a double cannot represent, stored outside the API", () => {
  const server = useTestServer();
  const pool = () => server.testDatabase.database.pool;
  let customerId = "";
  beforeEach(async () => {
    customerId = (await givenCustomer(server)).id;
  });

  const kinds: Kind[] = [
    {
      table: "customer",
      given: async () => ({ id: customerId }),
      write: (id, metadata) => update(server, id, { metadata }),
    },
    {
      table: "customer_address",
      given: () => givenAddress(server, customerId),
      write: async (id, metadata) =>
        (await server.run(updateAddress, { customerId, id, input: { metadata } })).customerAddressUpdate,
    },
    {
      table: "customer_group",
      given: () => givenGroup(server),
      write: async (id, metadata) => (await server.run(updateGroup, { id, input: { metadata } })).customerGroupUpdate,
    },
    {
      table: "price_list",
      given: () => givenPriceList(server),
      write: (id, metadata) => updatePriceList(server, id, { metadata }),
    },
    {
      table: "region",
      given: () => givenRegion(server),
      write: (id, metadata) => updateRegion(server, id, { metadata }),
    },
    {
      table: "customer_order",
      given: () => givenOrder(server),
      write: (id, metadata) => record(server, orderInput({ id, metadata })),
    },
  ];

  describe.each(kinds)("in a $table", ({ table, given, write }) => {
    /** A row with the metadata, the next write, and whether it changes the row. */
    async function written(metadata: Record<string, unknown> | null, before = stored) {
      const { id } = await given();
      await pool().query(`UPDATE ${table} SET metadata = $2, updated_at = $3 WHERE id = $1`, [id, before, longAgo]);
      expect((await write(id, metadata)).userErrors).toEqual([]);
      const { rows } = await pool().query(
        `SELECT metadata::text, metadata = $2::jsonb AS "isSame", updated_at > $3 AS "isChanged" FROM ${table} WHERE id = $1`,
        [id, before, longAgo],
      );
      return rows[0];
    }

    it("keep their value when another key is merged", async () => {
      const { metadata, isChanged } = await written({ other: 2, more: [1.5] });
      const { rows } = await pool().query(
        `SELECT $1::jsonb = $2::jsonb || '{"other": 2, "more": [1.5]}' AS "isExact"`,
        [metadata, stored],
      );
      expect([rows[0], isChanged]).toEqual([{ isExact: true }, true]);
    });

    it("keep their value when another key is removed", async () => {
      const { metadata } = await written({ other: "", none: "" });
      const { rows } = await pool().query(`SELECT $1::jsonb = $2::jsonb - 'other' AS "isExact"`, [metadata, stored]);
      expect(rows[0]).toEqual({ isExact: true });
    });

    it("can be replaced by the number that the API shows", async () => {
      const { metadata } = await written({ erp: Number("1546130668394913822") }, '{"erp": 1546130668394913822}');
      expect(metadata).toBe('{"erp": 1546130668394913800}');
    });

    it.each([{}, { other: 1 }, { none: "" }])(
      "are not changed if the given values are already stored: %j",
      async (metadata) => {
        expect(await written(metadata)).toMatchObject({ isSame: true, isChanged: false });
      },
    );

    it("are removed with all metadata", async () => {
      expect(await written(null)).toMatchObject({ metadata: null, isChanged: true });
    });
  });

  it("keep their value when another field of an order is recorded", async () => {
    const { id } = await givenOrder(server);
    await pool().query("UPDATE customer_order SET metadata = $2 WHERE id = $1", [id, stored]);
    await record(server, orderInput({ id, status: "COMPLETED" }), orderInput({ id: "order_2", metadata: { a: 1 } }));
    const { rows } = await pool().query('SELECT metadata = $2::jsonb AS "isSame" FROM customer_order WHERE id = $1', [
      id,
      stored,
    ]);
    expect(rows).toEqual([{ isSame: true }]);
  });

  it("are recorded in history exactly", async () => {
    await pool().query("UPDATE customer SET metadata = $2 WHERE id = $1", [customerId, stored]);
    await update(server, customerId, { metadata: { other: 2 } });
    const { rows } = await pool().query<{ before: string; after: string }>(
      `SELECT f->'before'->>'erp' AS before, f->'after'->>'erp' AS after
       FROM change, jsonb_array_elements(fields) f WHERE f->>'name' = 'metadata' ORDER BY sequence DESC LIMIT 1`,
    );
    expect(rows).toEqual([{ before: "1546130668394913822", after: "1546130668394913822" }]);
  });
});
