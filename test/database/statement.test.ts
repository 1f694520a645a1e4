import { createReader } from "../../src/database/fast-reads/reader.js";
import { Prisma } from "../../src/database/generated/client.js";
import { placeholders, statementTemplate } from "../../src/database/sql/sql.js";
import { openTestDatabase, type TestDatabase } from "../support/database.js";

interface Values {
  readonly text: string;
  readonly list: readonly string[];
}

const value = placeholders<Values>();

describe("a statement template", () => {
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await openTestDatabase();
  });
  afterAll(() => testDatabase.close());

  it("returns a statement for given values, and keeps values that are not placeholders", () => {
    const made = statementTemplate<Values>(
      Prisma.sql`SELECT ${value("text")}, ${1}, ${value("list")}, ${value("text")}`,
    );
    const first = made({ text: "a", list: ["b"] });
    expect(first).toEqual({ text: "SELECT $1, $2, $3, $4", values: ["a", 1, ["b"], "a"] });
    expect(made({ text: "c", list: [] }).values).toEqual(["c", 1, [], "c"]);
    expect(first.values).toEqual(["a", 1, ["b"], "a"]);
  });

  it("cannot be sent without values", async () => {
    const reader = createReader(testDatabase.database.pool);
    const sent = reader.read(Prisma.sql`SELECT ${value("text")}::text AS text`);
    await expect(sent).rejects.toMatchObject({
      cause: { message: expect.stringContaining("must be replaced by a value") },
    });
    expect(await reader.read(Prisma.sql`SELECT ${"sent"}::text AS text`)).toEqual([{ text: "sent" }]);
  });
});
