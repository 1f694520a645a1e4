import { csvRow } from "../../src/file-formats/csv.writer.js";

describe("csvRow", () => {
  it.each([
    ["a quote", 'a"b', '"a""b"'],
    ["a comma", "a,b", '"a,b"'],
    ["a semicolon", "a;b", '"a;b"'],
    ["a tab", "a\tb", '"a\tb"'],
    ["a line feed", "a\nb", '"a\nb"'],
    ["a carriage return", "a\rb", '"a\rb"'],
    ["white space at the start", " a", '" a"'],
    ["white space at the end", "a\u00a0", '"a\u00a0"'],
    ["a formula", "=1,2", '"\'=1,2"'],
  ])("quotes a cell with %s", (_, cell, written) => {
    expect(csvRow([cell, "b c"])).toBe(`${written},b c\r\n`);
  });
});
