import { openCsv, readCsv } from "../../src/file-formats/csv.reader.js";
import { allRows, linesOf, repeatedSource, sourceOf } from "./file-source.js";

/** Reads a whole file in chunks of three bytes, so that chunks end everywhere. */
async function read(content: string | Buffer, chunkSize = 3) {
  const file = await openCsv(sourceOf(content, chunkSize));
  return { columns: file.columns, rows: await linesOf(readCsv(file)) };
}

const errorOf = (content: string | Buffer) => read(content).catch((error: Error) => `${error.name}: ${error.message}`);

describe("readCsv", () => {
  it.each([
    ["a comma", "email,firstName\na@example.com,Ada\n"],
    ["a semicolon", "email;firstName\na@example.com;Ada\n"],
    ["a tab", "email\tfirstName\na@example.com\tAda\n"],
    ["quoted names", '"email";"firstName"\r\n"a@example.com";"Ada"\r\n'],
    ["no line break at the end", "email,firstName\na@example.com,Ada"],
    ["line breaks of old Macs", "email,firstName\ra@example.com,Ada\r"],
  ])("reads a file with %s", async (_, content) => {
    expect(await read(content)).toEqual({ columns: ["email", "firstName"], rows: [[2, ["a@example.com", "Ada"]]] });
  });

  it("takes the delimiter that gives the most columns, and else the first of comma, semicolon and tab", async () => {
    expect((await read('"name, first";"name, last";email\nA;B;C')).columns).toEqual([
      "name, first",
      "name, last",
      "email",
    ]);
    expect((await read("a;b,c\n")).columns).toEqual(["a;b", "c"]);
    expect((await read("a\tb;c\n")).columns).toEqual(["a\tb", "c"]);
  });

  it("reads quotes, doubled quotes, delimiters and line breaks in quotes", async () => {
    const { rows } = await read('a,b\n"x, ""y""","1\r\n2\n3\r4"\n""" ""","\n"\nlast,""\n');
    expect(rows).toEqual([
      [2, ['x, "y"', "1\r\n2\n3\r4"]],
      [6, ['" "', "\n"]],
      [8, ["last", ""]],
    ]);
  });

  it("names the first line of a row, counts empty lines, and skips rows without text", async () => {
    const { rows } = await read('\r\na,b\r\n\r\n,\r\n"1\r\n",2\r\n \r\n"",""\r\n3,4\r\n\r\n');
    expect(rows).toEqual([
      [5, ["1\r\n", "2"]],
      [9, ["3", "4"]],
    ]);
  });

  it("keeps white space and zeros, and a quote inside a cell that does not begin with one", async () => {
    expect((await read('a,b\n 007 ,5" pipe\n')).rows).toEqual([[2, [" 007 ", '5" pipe']]]);
  });

  it("reports a quote that is not doubled, and reads the next rows", async () => {
    const content = 'a,b\n1,"He said "hi" twice"\n2,x\n"3\n3"y,"\n4,x\n';
    const rows = await allRows(readCsv(await openCsv(sourceOf(content, 3))));
    expect(rows.map(({ line, value, problem }) => [line, value ?? problem?.column])).toEqual([
      [2, "b"],
      [3, ["2", "x"]],
      [4, "a"],
      [6, ["4", "x"]],
    ]);
    expect(rows[2]?.problem?.message).toContain("up to the end of line 5.");
  });

  it("reports text after the last column, and ignores blank cells there", async () => {
    expect((await read("a,b\n1,2,3\n1,2,, \n1\n")).rows).toEqual([
      [2, "TOO_MANY"],
      [3, ["1", "2"]],
      [4, ["1"]],
    ]);
  });

  it("fails for a quote that does not end, and names its line", async () => {
    expect(await errorOf('a,b\n1,2\n3,\n4,"5\n6,7\n')).toBe(
      "FileFormatError: Line 4: a quoted cell begins here, but no quote ends it.",
    );
  });

  it("fails for a header with the same name twice, and does not repeat data", async () => {
    expect(await errorOf("a,b, a\n")).toContain("The columns number 1 and number 3 of the header have the same name.");
    expect(await errorOf("Lovelace,ada@example.com,Lovelace\n")).not.toContain("Lovelace");
  });

  it.each([
    ["an empty file", ""],
    ["only a byte order mark", "\uFEFF"],
    ["only empty lines", "\n\r\n"],
  ])("fails for %s", async (_, content) => {
    expect(await errorOf(content)).toBe("FileFormatError: The file must begin with a header.");
  });

  it("fails for more than 10,000 columns", async () => {
    expect((await read("a".concat(",".repeat(9_999)), 1_000)).columns).toHaveLength(10_000);
    const names = Array.from({ length: 10_001 }, (_, n) => `c${n}`);
    expect(await read(names.join(","), 1_000).catch(String)).toContain(
      "The header in line 1 is invalid. Must have at most 10000",
    );
  });

  it("reads 300 columns", async () => {
    const names = Array.from({ length: 300 }, (_, n) => `c${n}`);
    const { columns, rows } = await read(`${names.join(",")}\n${names.join(",")}`, 1_000);
    expect({ columns, rows }).toEqual({ columns: names, rows: [[2, names]] });
  });

  it("reports a row that is too long with its column, and does not keep it in memory", async () => {
    const file = await openCsv(repeatedSource('a,b\n1,"', "x".repeat(65_536), 4_000, '"\n2,y\n'));
    const before = process.memoryUsage.rss();
    const rows = await allRows(readCsv(file));
    expect(process.memoryUsage.rss() - before).toBeLessThan(100_000_000);
    expect(rows).toMatchObject([
      { line: 2, problem: { code: "TOO_LONG", column: "b" } },
      { line: 3, value: ["2", "y"] },
    ]);
  });

  it("reports a row of endless cells, and does not keep them in memory", async () => {
    const file = await openCsv(repeatedSource("a,b\n1", ",".repeat(65_536), 500, "\n2,y\n"));
    const before = process.memoryUsage.rss();
    expect(await linesOf(readCsv(file))).toEqual([
      [2, "TOO_LONG"],
      [3, ["2", "y"]],
    ]);
    expect(process.memoryUsage.rss() - before).toBeLessThan(100_000_000);
  });
});

describe("the encoding of a file", () => {
  const text = "email,firstName\na@example.com,Zoë 😀\nb@example.com,Ünal\n";
  const utf16be = (content: string) => Buffer.from(`\uFEFF${content}`, "utf16le").swap16();

  it.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${text}`)],
    ["UTF-16 (little endian)", Buffer.from(`\uFEFF${text}`, "utf16le")],
    ["UTF-16 (big endian)", utf16be(text)],
  ])("is found: %s", async (_, content) => {
    for (const chunkSize of [1, 2, 3, 5, 1_000]) {
      expect((await read(content, chunkSize)).rows).toEqual([
        [2, ["a@example.com", "Zoë 😀"]],
        [3, ["b@example.com", "Ünal"]],
      ]);
    }
  });

  it("does not make a byte order mark a part of the first name, also if that has quotes", async () => {
    for (const encoding of ["utf8", "utf16le"] as const) {
      const { columns, rows } = await read(Buffer.from('\uFEFF"email",name\na@example.com,Ada\n', encoding));
      expect({ columns, rows }).toEqual({ columns: ["email", "name"], rows: [[2, ["a@example.com", "Ada"]]] });
    }
  });

  it.each([
    ["Windows-1252", Buffer.from(text.replace("😀", "").replaceAll("ë", "e"), "latin1"), "Line 3 is not UTF-8."],
    ["an incomplete character at the end", Buffer.from(text).subarray(0, 33), "Line 2 is not UTF-8."],
    ["half a surrogate pair", utf16be(text.replace("Ü", "\uD800")), "Line 3 is not UTF-16."],
    [
      "half a surrogate pair after characters whose bytes contain those of a line break",
      Buffer.from("\uFEFFa\n\u0A05\u0100\n\uD800\n", "utf16le"),
      "Line 3 is not UTF-16.",
    ],
    ["an odd number of bytes in UTF-16", utf16be(text).subarray(0, -1), "Line 3 is not UTF-16."],
    ["UTF-16 without a byte order mark", Buffer.from(text, "utf16le"), "The file must be text in UTF-8"],
    ["a workbook of Excel", Buffer.from("PK\u0003\u0004rest"), "a ZIP file, such as a workbook of Excel"],
  ])("refuses %s", async (_, content, message) => {
    expect(await errorOf(content)).toContain(message);
    const file = openCsv(sourceOf(content));
    await expect(file.then((opened) => allRows(readCsv(opened)))).rejects.toThrow(message);
  });
});
