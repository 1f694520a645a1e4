import { type CsvOptions, CsvParser } from "./csv-parser.js";
import { FileFormatError, type FilePosition, type FileRow, type FileSource } from "./file-rows.js";
import { openTextFile, readTextRows, type TextFile } from "./text-file.js";

/** A CSV file, after its header was read. */
export interface CsvFile extends TextFile {
  readonly delimiter: string;
  /** The names of the header, without white space at their ends. A column without a name has an empty one. */
  readonly columns: readonly string[];
  /** The end of the header. */
  readonly rowsStart: FilePosition;
}

/** The delimiters that are found from the header. The first one wins if several give the same number of columns. */
const delimiters = [",", ";", "\t"];

/**
 * Reads the header of a CSV file. It finds the encoding and the delimiter.
 * @throws FileFormatError if there is no header, or if two columns have one name.
 */
export async function openCsv(source: FileSource): Promise<CsvFile> {
  const file = await openTextFile(source);
  const headers = await Promise.all(delimiters.map((delimiter) => readHeader(file, delimiter)));
  const [best] = headers
    .flatMap(({ row, delimiter }) => (row?.value ? { delimiter, cells: row.value, end: row.end } : []))
    .sort((one, other) => other.cells.length - one.cells.length);
  const tooMany = headers.find(({ row }) => row?.problem?.code === "TOO_MANY")?.row;
  if (best === undefined || tooMany) throw headerError(tooMany ?? headers[0]?.row ?? null);
  const columns = best.cells.map((name) => name.trim());
  checkUnique(columns);
  return { ...file, delimiter: best.delimiter, columns, rowsStart: best.end };
}

/** Reads the rows after the header, or after another row. A row has no more cells than the header. */
export function readCsv(file: CsvFile, from = file.rowsStart): AsyncGenerator<FileRow<string[]>, void, undefined> {
  return readTextRows(file, from, parserOf(file, { delimiter: file.delimiter, start: from, columns: file.columns }));
}

function headerError(row: FileRow<string[]> | null): FileFormatError {
  return new FileFormatError(
    row?.problem
      ? `The header in line ${row.line} is invalid. ${row.problem.message}`
      : "The file must begin with a header.",
  );
}

async function readHeader(file: TextFile, delimiter: string) {
  const parser = parserOf(file, { delimiter, start: file.start, columns: null });
  for await (const row of readTextRows(file, file.start, parser)) return { row, delimiter };
  return { row: null, delimiter };
}

function parserOf({ encoding }: TextFile, options: Omit<CsvOptions, "encoding">): CsvParser {
  return new CsvParser({ ...options, encoding });
}

/** The message does not repeat the name: if the file has no header, it is a value of the first row. */
function checkUnique(columns: readonly string[]): void {
  const seen = new Map<string, number>();
  for (const [index, name] of columns.entries()) {
    if (name === "") continue;
    const first = seen.get(name);
    if (first !== undefined) {
      throw new FileFormatError(
        `The columns number ${first + 1} and number ${index + 1} of the header have the same name.`,
      );
    }
    seen.set(name, index);
  }
}
