import fc from "fast-check";
import { asciiPattern } from "../../src/graphql/search/contains-pattern.js";
import { useTestServer } from "../support/server.js";

describe("asciiPattern", () => {
  const server = useTestServer();

  async function patternsOf(texts: readonly string[]): Promise<string[]> {
    const { rows } = await server.testDatabase.database.pool.query<{ pattern: string }>(
      "SELECT like_escape(fold_text(text)) AS pattern FROM unnest($1::text[]) WITH ORDINALITY AS t (text, position) ORDER BY position",
      [texts],
    );
    return rows.map(({ pattern }) => pattern);
  }

  it("folds and escapes each ASCII character as PostgreSQL does", async () => {
    const characters = Array.from({ length: 127 }, (_, index) => String.fromCharCode(index + 1));
    expect(characters.map(asciiPattern)).toEqual(await patternsOf(characters));
  });

  it("folds and escapes ASCII texts as PostgreSQL does", async () => {
    const character = fc.integer({ min: 1, max: 127 }).map((code) => String.fromCharCode(code));
    const texts = fc.sample(fc.string({ unit: character, maxLength: 30 }), 1_000);
    expect(texts.map(asciiPattern)).toEqual(await patternsOf(texts));
  });

  it.each(["É", "straße", "naïve 1", "ﬁ", "٣", "😀"])("leaves %s to PostgreSQL", (text) => {
    expect(asciiPattern(text)).toBeUndefined();
  });
});
