import { withInexactNumbers } from "../graphql/json/exact-json.js";
import { type FilePosition, type FileRow, maxRowCharacters, type RowProblem } from "./file-rows.js";
import { byteLength, type TextEncoding } from "./text-encoding.js";
import { type RowParser, readTextRows, type TextFile } from "./text-file.js";

/** A JSON object. A number that JavaScript cannot represent exactly is an `InexactNumber`. */
export type JsonRow = Readonly<Record<string, unknown>>;

/** Reads the JSON object of each line from a position to the end of the file. Blank lines are skipped. */
export function readJsonl(file: TextFile, from = file.start): AsyncGenerator<FileRow<JsonRow>, void, undefined> {
  return readTextRows(file, from, new JsonlParser(file.encoding, from));
}

/** Parses JSON Lines in parts. It keeps one line at a time, and of that no more than the limit allows. */
class JsonlParser implements RowParser<JsonRow> {
  readonly #encoding: TextEncoding;
  #text = "";
  #isTooLong = false;
  #bytes: number;
  #line: number;

  constructor(encoding: TextEncoding, { bytes, line }: FilePosition) {
    this.#encoding = encoding;
    this.#bytes = bytes;
    this.#line = line;
  }

  get line(): number {
    return this.#line;
  }

  parse(text: string): FileRow<JsonRow>[] {
    const rows: FileRow<JsonRow>[] = [];
    let start = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
      this.#append(text.slice(start, end + 1));
      rows.push(...this.end());
      start = end + 1;
    }
    this.#append(text.slice(start));
    return rows;
  }

  end(): FileRow<JsonRow>[] {
    const [line, text, isTooLong] = [this.#line, this.#text.trim(), this.#isTooLong];
    this.#line += 1;
    this.#text = "";
    this.#isTooLong = false;
    if (text === "" && !isTooLong) return [];
    const message = `A line must have at most ${maxRowCharacters} characters.`;
    const result = isTooLong ? problemOf("TOO_LONG", message) : parseObject(text);
    return [{ line, end: { bytes: this.#bytes, line: this.#line }, ...result }];
  }

  #append(text: string): void {
    this.#bytes += byteLength(text, this.#encoding);
    if (!this.#isTooLong) this.#text += text;
    if (this.#text.length <= maxRowCharacters) return;
    this.#text = "";
    this.#isTooLong = true;
  }
}

function parseObject(text: string): { value: JsonRow; problem: null } | { value: null; problem: RowProblem } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return problemOf("INVALID", "A line must be a JSON object.");
    }
    return { value: withInexactNumbers(text, value) as JsonRow, problem: null };
  } catch (error) {
    // The message of the error would repeat a part of the line.
    if (error instanceof SyntaxError)
      return problemOf("INVALID", "A line must be one JSON object, complete and valid.");
    throw error;
  }
}

function problemOf(code: RowProblem["code"], message: string): { value: null; problem: RowProblem } {
  return { value: null, problem: { code, message } };
}
