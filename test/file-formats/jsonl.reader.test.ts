import type { FileRow } from "../../src/file-formats/file-rows.js";
import { type JsonRow, readJsonl } from "../../src/file-formats/jsonl.reader.js";
import { openTextFile } from "../../src/file-formats/text-file.js";
import { isInexactNumber } from "../../src/graphql/json/inexact-number.js";
import { allRows, linesOf, repeatedSource, sourceOf } from "./file-source.js";

const read = async (content: string | Buffer, chunkSize = 3): Promise<FileRow<JsonRow>[]> =>
  allRows(readJsonl(await openTextFile(sourceOf(content, chunkSize))));

describe("readJsonl", () => {
  it("reads an object for each line, skips blank lines, and keeps null and nested values", async () => {
    const content = '\uFEFF{"email":"zoë@example.com","phone":null}\r\n\r\n{"metadata":{"a":[1,{"b":""}]}}';
    expect((await read(content)).map(({ line, value }) => [line, value])).toEqual([
      [1, { email: "zoë@example.com", phone: null }],
      [3, { metadata: { a: [1, { b: "" }] } }],
    ]);
  });

  it("keeps the digits of numbers that are not exact", async () => {
    const [row] = await read('{"metadata":{"a":1.50,"b":1234567890123456789}}');
    expect(row?.value).toMatchObject({ metadata: { a: 1.5 } });
    const { b } = Object(row?.value?.metadata);
    expect(isInexactNumber(b) && b.description).toBe("1234567890123456789");
  });

  it.each([
    ["a list", "[1]"],
    ["null", "null"],
    ["a text", '"a"'],
    ["two objects", "{} {}"],
    ["an incomplete object", '{"email":"ada@example.com"'],
    ["other quotes", "{'email': 1}"],
  ])("reports a line with %s, and reads the next one", async (_, line) => {
    const rows = await read(`{}\n${line}\n{"a":1}\n`);
    expect(rows.map(({ line: at, value, problem }) => [at, value ?? problem?.code])).toEqual([
      [1, {}],
      [2, "INVALID"],
      [3, { a: 1 }],
    ]);
    expect(rows[1]?.problem?.message).not.toContain("ada");
  });

  it("reports a line that is too long, and does not keep it in memory", async () => {
    const file = await openTextFile(repeatedSource('{"a":"', "x".repeat(65_536), 4_000, '"}\n{"a":1}\n'));
    const before = process.memoryUsage.rss();
    expect(await linesOf(readJsonl(file))).toEqual([
      [1, "TOO_LONG"],
      [2, { a: 1 }],
    ]);
    expect(process.memoryUsage.rss() - before).toBeLessThan(100_000_000);
  });

  it("fails for a line that is not UTF-8, after the lines before it", async () => {
    const file = await openTextFile(sourceOf(Buffer.from('{"a":1}\n{"a":"é"}\n', "latin1")));
    const rows = readJsonl(file);
    expect((await rows.next()).value).toMatchObject({ line: 1 });
    await expect(rows.next()).rejects.toThrow("Line 2 is not UTF-8.");
  });
});
