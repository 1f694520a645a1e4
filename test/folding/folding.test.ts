import { openTestDatabase, type TestDatabase } from "../support/database.js";
import { foldCase, foldText } from "./fold.js";

describe("the folding functions of the database", () => {
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await openTestDatabase();
  });
  afterAll(() => testDatabase.close());

  /** Folds each text with a function of the database. */
  async function folded(name: "fold_case" | "fold_text", texts: readonly string[]): Promise<string[]> {
    const { rows } = await testDatabase.database.pool.query<{ folded: string }>(
      `SELECT ${name}(text) AS folded FROM unnest($1::text[]) WITH ORDINALITY AS given (text, number) ORDER BY number`,
      [texts],
    );
    return rows.map((row) => row.folded);
  }

  // pg_restore and autovacuum compute generated columns and indexes without a search path.
  it("do not need a search path", async () => {
    const client = await testDatabase.database.pool.connect();
    try {
      await client.query("BEGIN; SET LOCAL search_path = ''");
      const { rows } = await client.query(
        `SELECT public.fold_text('ΣΊΣΥΦΟΣ Łódź') AS text, public.search_lines('ÄÖ', NULL, 'É') AS lines,
           public.fold_text(NULL) AS nothing, public.fold_case('GROẞ') AS name`,
      );
      expect(rows).toEqual([{ text: "σισυφοσ lodz", lines: "ao\ne", nothing: null, name: "gross" }]);
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  });

  it("ignore case (full case folding) and invisible characters", async () => {
    const texts = ["Großkunden", "ΟΔΌΣ", "ŉ ǰ ﬃ", "İıI", "Éli\u200Bte\uFE0F\u{E0041}", "ꭰ", "Ა"];
    const expected = ["grosskunden", "οδόσ", "ʼn j\u030C ffi", "i\u0307ıi", "élite", "ꭰ", "ა"];
    expect(await folded("fold_case", texts)).toEqual(expected);
  });

  it("ignore accents of every script, strokes, compatibility forms, and the script of digits", async () => {
    const pairs = {
      مُحَمَّد: "محمد",
      محـــمد: "محمد",
      שָׁלוֹם: "שלום",
      øŁĐæŒþıÐ: "oldaeoethid",
      ĐðŦ: "ddt",
      "Mª Ⅳ ﬁ ｆｕｌｌ": "ma iv fi full",
      "Ｏ’Brien–Smith": "o'brien-smith",
      "٠٣٠ १२३ ４２": "030 123 42",
      "Việt Nam": "viet nam",
      각: "\u1100\u1161\u11A8",
      "\u200Eab\u00ADcd\u2060": "abcd",
      "\u0301": "",
    };
    expect(await folded("fold_text", Object.keys(pairs))).toEqual(Object.values(pairs));
  });

  // All characters of the Unicode version of this Node.js. If a newer Node.js has more, a migration updates the database:
  // see write-functions.run.ts.
  it("fold each character according to Unicode", async () => {
    const characters = Array.from({ length: 0x110000 }, (_, codePoint) => String.fromCodePoint(codePoint)).filter(
      (character) => character !== "\0" && !/[\p{Cn}\p{Co}\p{Cs}]/u.test(character),
    );
    const texts = Array.from({ length: Math.ceil(characters.length / 50) }, (_, index) =>
      characters.slice(index * 50, index * 50 + 50).join(""),
    );
    expect(await folded("fold_case", texts)).toEqual(texts.map(foldCase));
    expect(await folded("fold_text", texts)).toEqual(texts.map(foldText));
    // Filters depend on this: a part of a text without case is also a part of the text without accents.
    expect(await folded("fold_text", texts.map(foldCase))).toEqual(texts.map(foldText));
  });
});
