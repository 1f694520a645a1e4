import fc from "fast-check";
import { openCsv, readCsv } from "../../src/file-formats/csv.reader.js";
import { readJsonl } from "../../src/file-formats/jsonl.reader.js";
import { openTextFile } from "../../src/file-formats/text-file.js";
import { allRows, sourceOf } from "./file-source.js";

const cell = fc.string({ unit: fc.constantFrom("a", "é", "😀", " ", '"', ",", ";", "\n", "\r", "\t", "'") });
const lineBreak = fc.constantFrom("\n", "\r\n", "\r");
const encoding = fc.constantFrom("utf8" as const, "utf16le" as const, "utf16be" as const);
const chunkSize = fc.integer({ min: 1, max: 20 });

function encoded(text: string, name: "utf8" | "utf16le" | "utf16be"): Buffer {
  if (name === "utf8") return Buffer.from(text);
  const bytes = Buffer.from(`\uFEFF${text}`, "utf16le");
  return name === "utf16le" ? bytes : bytes.swap16();
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const countLines = (text: string) => text.split(/\r\n|\n|\r/).length;

describe("the rows of a CSV file", () => {
  const file = fc.record({
    rows: fc.array(fc.tuple(cell, cell, lineBreak), { maxLength: 8 }),
    delimiter: fc.constantFrom(",", ";", "\t"),
    encoding,
    chunkSize,
  });

  it("are read with their lines, from the begin and from the end of each row", async () => {
    await fc.assert(
      fc.asyncProperty(file, async ({ rows, delimiter, encoding: name, chunkSize: size }) => {
        const written = rows.map(([one, other, end]) => `${quoted(one)}${delimiter}${quoted(other)}${end}`);
        const source = sourceOf(encoded(`a${delimiter}b\n${written.join("")}`, name), size);
        const opened = await openCsv(source);
        const read = await allRows(readCsv(opened));

        let line = 2;
        const expected = rows.flatMap(([one, other]) => {
          const first = line;
          line += countLines(one) + countLines(other) - 1;
          return (one + other).trim() === "" ? [] : [[first, [one, other]]];
        });
        expect(read.map((row) => [row.line, row.value])).toEqual(expected);
        for (const [index, { end }] of read.entries()) {
          expect(await allRows(readCsv(opened, end))).toEqual(read.slice(index + 1));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("the rows of a JSONL file", () => {
  const value = fc.dictionary(fc.constantFrom("a", "é"), fc.oneof(cell, fc.integer(), fc.constant(null)));
  const line = fc.oneof(
    value.map((object) => JSON.stringify(object)),
    fc.constantFrom("", " ", "[]", "{"),
  );
  const file = fc.record({ lines: fc.array(line, { maxLength: 8 }), encoding, chunkSize });

  it("are read with their lines, from the begin and from the end of each row", async () => {
    await fc.assert(
      fc.asyncProperty(file, async ({ lines, encoding: name, chunkSize: size }) => {
        const opened = await openTextFile(sourceOf(encoded(lines.join("\n"), name), size));
        const read = await allRows(readJsonl(opened));
        const expected = lines.flatMap((text, index) => (text.trim() === "" ? [] : [[index + 1, text]]));
        expect(read.map((row) => [row.line, row.value === null ? null : JSON.stringify(row.value)])).toEqual(
          expected.map(([at, text]) => [at, text === "[]" || text === "{" ? null : text]),
        );
        for (const [index, { end }] of read.entries()) {
          expect(await allRows(readJsonl(opened, end))).toEqual(read.slice(index + 1));
        }
      }),
      { numRuns: 300 },
    );
  });
});
