import { Prisma } from "../../src/database/generated/client.js";
import { createReader } from "../../src/database/reader.js";
import { slots, template } from "../../src/database/statement.js";
import { openTestDatabase, type TestDatabase } from "../support/database.js";

interface Values {
  readonly text: string;
  readonly list: readonly string[];
}

const value = slots<Values>();

describe("a template", () => {
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await openTestDatabase();
  });
  afterAll(() => testDatabase.close());

  it("gives a statement for each of the values it is given, and keeps those that are no slots", () => {
    const made = template<Values>(Prisma.sql`SELECT ${value("text")}, ${1}, ${value("list")}, ${value("text")}`);
    const first = made({ text: "a", list: ["b"] });
    expect(first).toEqual({ text: "SELECT $1, $2, $3, $4", values: ["a", 1, ["b"], "a"] });
    expect(made({ text: "c", list: [] }).values).toEqual(["c", 1, [], "c"]);
    expect(first.values).toEqual(["a", 1, ["b"], "a"]);
  });

  it("cannot be sent without them", async () => {
    const reader = createReader(testDatabase.database.pool);
    const sent = reader.read(Prisma.sql`SELECT ${value("text")}::text AS text`);
    await expect(sent).rejects.toMatchObject({ cause: { message: expect.stringContaining("has to be filled") } });
    expect(await reader.read(Prisma.sql`SELECT ${"sent"}::text AS text`)).toEqual([{ text: "sent" }]);
  });

  it("and an error in the middle of its rows leaves the next one alone", async () => {
    const reader = createReader(testDatabase.database.pool);
    const infinite = reader.read(
      Prisma.sql`SELECT CASE n WHEN 2 THEN 'infinity' ELSE now() END AS moment FROM generate_series(1, 3) AS n`,
    );
    await expect(infinite).rejects.toMatchObject({ cause: expect.any(RangeError) });
    expect(await reader.read(Prisma.sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  });
});
