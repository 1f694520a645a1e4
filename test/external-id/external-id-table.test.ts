import { openTestDatabase, type TestDatabase } from "../support/database.js";

/** The error of the unique index. */
const uniqueViolation = { code: "23505", constraint: expect.stringMatching(/external_id_key$/) };

/** The two kinds of objects, each with the values that a new row requires. */
const kinds = [
  { table: "customer", ids: "customer_external_id", owner: "customer_id", required: { first_name: "Ada" } },
  { table: "customer_group", ids: "customer_group_external_id", owner: "group_id", required: {} },
] as const;

describe.each(kinds)("external ids of the table $table", ({ table, ids, owner, required }) => {
  let testDatabase: TestDatabase;

  beforeAll(async () => {
    testDatabase = await openTestDatabase();
  });
  beforeEach(() => testDatabase.reset());
  afterAll(() => testDatabase.close());

  const query = <Row extends object>(sql: string, values: unknown[] = []) =>
    testDatabase.database.pool.query<Row>(sql, values).then(({ rows }) => rows);

  async function insert(rows: readonly { id: string; externalIds?: [string, string][] }[]) {
    const values = rows.map(({ id, externalIds }) => ({
      ...required,
      id,
      ...(table === "customer_group" && { name: id }),
      external_ids: externalIds?.map(([system, value]) => ({ system, value })) ?? null,
    }));
    const columns = Object.keys(values[0] ?? {}).join(", ");
    await query(
      `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
      [JSON.stringify(values)],
    );
  }

  const update = (id: string, change: string) => query(`UPDATE ${table} SET ${change} WHERE id = $1`, [id]);
  const stored = () =>
    query(`SELECT ${owner} AS id, system, value, is_live AS live FROM ${ids} ORDER BY ${owner}, system`);

  it("writes the rows of new objects, of updates and of removed ids", async () => {
    await insert([
      {
        id: "a",
        externalIds: [
          ["erp", "1"],
          ["shop", "x"],
        ],
      },
      { id: "b" },
    ]);
    expect(await stored()).toEqual([
      { id: "a", system: "erp", value: "1", live: true },
      { id: "a", system: "shop", value: "x", live: true },
    ]);
    await update("a", `external_ids = '[{"system": "erp", "value": "2"}, {"system": "pim", "value": "x"}]'`);
    expect(await stored()).toEqual([
      { id: "a", system: "erp", value: "2", live: true },
      { id: "a", system: "pim", value: "x", live: true },
    ]);
    await update("a", "external_ids = NULL");
    expect(await stored()).toEqual([]);
  });

  it("lets one object that is not deleted have an id", async () => {
    await insert([{ id: "a", externalIds: [["erp", "1"]] }, { id: "b" }]);
    const take = () => update("b", `external_ids = '[{"system": "erp", "value": "1"}]'`);
    await expect(take()).rejects.toMatchObject(uniqueViolation);
    await expect(insert([{ id: "c", externalIds: [["erp", "1"]] }])).rejects.toMatchObject(uniqueViolation);
    await update("a", "deleted_at = now()");
    await take();
    await expect(update("a", "deleted_at = NULL")).rejects.toMatchObject(uniqueViolation);
    await update("b", "external_ids = NULL");
    await update("a", "deleted_at = NULL");
    expect(await stored()).toEqual([{ id: "a", system: "erp", value: "1", live: true }]);
  });

  it("keeps the rows of a deleted object, and deletes those of a removed one", async () => {
    await insert([{ id: "a", externalIds: [["erp", "1"]] }]);
    await update("a", "deleted_at = now()");
    expect(await stored()).toEqual([{ id: "a", system: "erp", value: "1", live: false }]);
    await query(`DELETE FROM ${table}`);
    expect(await stored()).toEqual([]);
  });

  it("refuses two values of one system, an empty list and a system with other characters", async () => {
    await expect(
      insert([
        {
          id: "a",
          externalIds: [
            ["erp", "1"],
            ["erp", "2"],
          ],
        },
      ]),
    ).rejects.toThrow("_pkey");
    await expect(insert([{ id: "a", externalIds: [] }])).rejects.toThrow("external_ids_form");
    await expect(insert([{ id: "a", externalIds: [["ERP", "1"]] }])).rejects.toThrow("system_form");
    await expect(insert([{ id: "a", externalIds: [["erp", ""]] }])).rejects.toThrow("value_length");
  });

  it("records them in history as one field", async () => {
    await insert([{ id: "a" }]);
    await update("a", `external_ids = '[{"system": "erp", "value": "1"}]'`);
    const changes = await query("SELECT action, fields FROM change WHERE subject_id = 'a' ORDER BY id");
    expect(changes[1]).toEqual({
      action: "UPDATED",
      fields: [{ name: "external_ids", before: null, after: [{ system: "erp", value: "1" }] }],
    });
  });
});
