import { type PreviewColumn, previewRows, type TextStart, UnreadableFile } from "./preview-column.js";

/** As the server finds the delimiter: the first one wins if several give the same number of columns. */
const delimiters = [",", ";", "\t"];

/**
 * Reads the columns of CSV with their first values.
 * @throws UnreadableFile
 */
export function readCsvColumns(start: TextStart): PreviewColumn[] {
  const tables = delimiters.map((delimiter) => readRows(start, delimiter));
  const [first = []] = tables.sort(([one = []], [other = []]) => other.length - one.length);
  const [header, ...rows] = first;
  if (!header) throw new UnreadableFile(start.isWhole ? "The file has no header." : "The first row is too long.");
  const names = header.map((name) => name.trim());
  const twice = names.find((name, index) => name !== "" && names.indexOf(name) !== index);
  if (twice !== undefined) throw new UnreadableFile(`The header has the column "${twice}" twice. Rename one of them.`);
  return names.map((name, index) => ({ name, values: rows.map((row) => row[index] ?? "") }));
}

/** Reads the header and the first rows. Rows without any text are skipped. */
function readRows({ text, isWhole }: TextStart, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const endRow = () => {
    if (row.some((cell) => cell !== "")) rows.push(row);
    row = [];
  };
  for (let position = 0; position < text.length && rows.length <= previewRows; ) {
    const { cell, end } = readCell(text, position, delimiter);
    if (end === null || (end === text.length && !isWhole)) {
      if (end === null && isWhole && rows.length === 0) throw unended();
      return rows;
    }
    row.push(cell);
    position = end;
    if (text[end] === delimiter) {
      position += 1;
      if (position < text.length || !isWhole) continue;
      row.push("");
    } else position += text.startsWith("\r\n", end) ? 2 : 1;
    endRow();
  }
  return rows;
}

/** Reads the cell at a position. Its end is the position of the delimiter or the line break, or null if no quote ends it. */
function readCell(text: string, start: number, delimiter: string): { cell: string; end: number | null } {
  if (text[start] !== '"') {
    const end = endOfCell(text, start, delimiter);
    return { cell: text.slice(start, end), end };
  }
  const quote = /"(?:[^"]|"")*"/y;
  quote.lastIndex = start;
  const [quoted] = quote.exec(text) ?? [];
  if (quoted === undefined) return { cell: "", end: null };
  const rest = start + quoted.length;
  // The server refuses a row with more text after the quote.
  return { cell: quoted.slice(1, -1).replaceAll('""', '"'), end: endOfCell(text, rest, delimiter) };
}

function endOfCell(text: string, start: number, delimiter: string): number {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== "\n" && text[end] !== "\r") end += 1;
  return end;
}

function unended(): UnreadableFile {
  return new UnreadableFile("A quote begins in the first row, but no quote ends it.");
}
