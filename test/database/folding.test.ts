import { openTestDatabase, type TestDatabase } from "../support/database.js";

describe("what folds names", () => {
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await openTestDatabase();
  });
  afterAll(() => testDatabase.close());

  // pg_restore computes generated columns and indexes like this, and so does autovacuum.
  it("needs no search path", async () => {
    const client = await testDatabase.database.pool.connect();
    try {
      await client.query("BEGIN; SET LOCAL search_path = ''");
      const { rows } = await client.query(
        "SELECT public.fold_text('ΣΊΣΥΦΟΣ Łódź') AS text, public.search_lines('ÄÖ', NULL, 'É') AS lines, public.fold_text(NULL) AS nothing",
      );
      expect(rows).toEqual([{ text: "σισυφοσ lodz", lines: "ao\ne", nothing: null }]);
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  });
});
