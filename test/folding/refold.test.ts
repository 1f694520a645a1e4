import { refold } from "../../src/cli/refold/refold.js";
import { customersPage } from "../pagination/lists.operations.js";
import { givenCustomers, givenGroups } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";

const deleted = "EXCLUDE" as const;

describe("refolding stored texts", () => {
  const server = useTestServer();
  const run = () => refold(server.testDatabase.database, () => {});
  const pool = () => server.testDatabase.database.pool;
  const idsFound = async (variables: object) =>
    (await server.run(customersPage, { ...variables, deleted })).customers.nodes.map(({ id }) => id);

  /** The customers' versions and dates, and how many changes are recorded. */
  async function versions() {
    const { rows } = await pool().query(
      "SELECT id, version, updated_at, (SELECT count(*) FROM change) AS changes FROM customer ORDER BY id",
    );
    return rows;
  }

  it("updates search and sort texts to the current folding, without history", async () => {
    const { rows } = await pool().query<{ definition: string }>(
      "SELECT pg_get_functiondef('fold_text_beyond_ascii'::regproc) AS definition",
    );
    await pool().query(
      `CREATE OR REPLACE FUNCTION fold_text_beyond_ascii(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS
       $$ BEGIN RETURN 'former ' || value; END $$`,
    );
    await givenCustomers(server, [
      { id: "cus_1", firstName: "Zoë" },
      { id: "cus_2", firstName: "Ärger" },
      { id: "cus_3", firstName: "Mary" },
    ]);
    await pool().query(rows[0]?.definition ?? "");
    const before = await versions();
    expect(await idsFound({ search: "arger" })).toEqual([]);

    expect(await run()).toMatchObject({ texts: 2, emails: 0 });
    expect(await idsFound({ search: "arger" })).toEqual(["cus_2"]);
    expect(await idsFound({ sort: [{ field: "FIRST_NAME", direction: "ASC" }] })).toEqual(["cus_2", "cus_3", "cus_1"]);
    expect(await versions()).toEqual(before);
    expect(await run()).toMatchObject({ texts: 0, emails: 0 });
  });

  it("normalizes emails unless another row has the normalized one", async () => {
    await givenCustomers(server, [
      { id: "cus_1", email: "ada@xn--bcher-kva.example" },
      { id: "cus_2", email: "bob@bücher.example" },
      { id: "cus_3", email: "bob@xn--bcher-kva.example" },
      { id: "cus_4", email: "eve@exam\u200Bple.com" },
    ]);
    const unchanged = { taken: ["cus_3"], invalid: ["cus_4"] };
    expect(await run()).toEqual({ texts: 0, emails: 1, unchanged });
    expect(await idsFound({ where: { email: { eq: "ada@bücher.example" } } })).toEqual(["cus_1"]);
    expect(await run()).toEqual({ texts: 0, emails: 0, unchanged });
  });

  it("builds the indexes on display ids and cities again", async () => {
    const messages: string[] = [];
    await refold(server.testDatabase.database, (message) => messages.push(message));
    for (const index of [
      "customer_order_customer_id_display_id_sort_idx",
      "customer_order_display_id_sort_idx",
      "customer_address_city_sort_idx",
      "customer_address_postal_code_sort_idx",
    ]) {
      expect(messages).toContain(`Building ${index} again.`);
    }
  });

  it("reports regions whose names have become equal, and builds the index on their names again", async () => {
    const messages: string[] = [];
    await refold(server.testDatabase.database, (message) => messages.push(message));
    expect(messages).toContain("Building region_name_key again.");
    await pool().query("DROP INDEX region_name_key");
    await server.testDatabase.database.prisma.region.createMany({
      data: ["Straße", "STRASSE"].map((name, index) => ({ id: `reg_${index}`, name, currencyCode: "EUR" })),
    });
    await expect(run()).rejects.toThrow(
      "Regions must have different names (case is ignored), but these are equal: reg_0, reg_1.",
    );
  });

  it("reports groups whose names have become equal, without changes", async () => {
    await pool().query("DROP INDEX customer_group_name_key");
    await givenGroups(server, [
      { id: "cusgroup_1", name: "Großkunden" },
      { id: "cusgroup_2", name: "GROSSKUNDEN" },
    ]);
    await expect(run()).rejects.toThrow("these are equal: cusgroup_1, cusgroup_2.");
  });
});
