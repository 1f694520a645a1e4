import { createReader } from "../../src/database/fast-reads/reader.js";
import { Prisma } from "../../src/database/generated/client.js";
import { openTestDatabase, type TestDatabase } from "../support/database.js";

describe("a sent statement", () => {
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await openTestDatabase();
  });
  afterAll(() => testDatabase.close());

  it("does not affect the next statement if its rows cannot be read", async () => {
    const reader = createReader(testDatabase.database.pool);
    const infinite = reader.read(
      Prisma.sql`SELECT CASE n WHEN 2 THEN 'infinity' ELSE now() END AS moment FROM generate_series(1, 3) AS n`,
    );
    await expect(infinite).rejects.toMatchObject({ cause: expect.any(RangeError) });
    expect(await reader.read(Prisma.sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  });
});
