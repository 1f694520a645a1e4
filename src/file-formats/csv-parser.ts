import { CsvRow } from "./csv-row.js";
import { FileFormatError, type FilePosition, type FileRow } from "./file-rows.js";
import { byteLength, type TextEncoding } from "./text-encoding.js";

export interface CsvOptions {
  /** One character. */
  readonly delimiter: string;
  readonly encoding: TextEncoding;
  /** Where the text begins. */
  readonly start: FilePosition;
  /** The names of the header; null while the header is read. */
  readonly columns: readonly string[] | null;
}

/** The place of the next character. */
type State =
  | "start of cell"
  | "unquoted cell"
  | "quoted cell"
  /** After a quote in a quoted cell. It ends the cell, or is the first of two quotes that mean one. */
  | "quote"
  /** After an invalid quote. The rest of the line is ignored. */
  | "invalid row"
  /** After a carriage return that ends a row. A line feed may follow. */
  | "carriage return";

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Parses CSV (RFC 4180) in parts. It keeps one row at a time, and of that no more than the limits allow. A quote inside a cell
 * that does not begin with one is text, as in spreadsheets. Rows without any text are skipped.
 */
export class CsvParser {
  readonly #options: CsvOptions;
  readonly #delimiter: number;
  #state: State = "start of cell";
  #row: CsvRow;
  #rows: FileRow<string[]>[] = [];
  #text = "";
  /** The index in the text up to which `#bytes` counts. */
  #counted = 0;
  #bytes: number;
  #line: number;
  /** The line in which the quoted cell begins. */
  #quoteLine = 0;
  #endsWithCarriageReturn = false;

  constructor(options: CsvOptions) {
    this.#options = options;
    this.#delimiter = options.delimiter.charCodeAt(0);
    this.#bytes = options.start.bytes;
    this.#line = options.start.line;
    this.#row = new CsvRow(this.#line, options.columns);
  }

  /** The line of the next character. */
  get line(): number {
    return this.#line;
  }

  /** Returns the rows that end in the next part of the text. */
  parse(text: string): FileRow<string[]>[] {
    this.#rows = [];
    this.#text = text;
    this.#counted = 0;
    let index = 0;
    while (index < text.length) index = this.#readFrom(index);
    this.#countBytes(index);
    return this.#rows;
  }

  /**
   * Returns the last row, if no line break ends it.
   * @throws FileFormatError if a quoted cell does not end.
   */
  end(): FileRow<string[]>[] {
    this.#rows = [];
    this.#text = "";
    this.#counted = 0;
    if (this.#state === "quoted cell") {
      throw new FileFormatError(`Line ${this.#quoteLine}: a quoted cell begins here, but no quote ends it.`);
    }
    if (this.#state !== "carriage return") this.#row.endCell();
    this.#endRow(0);
    return this.#rows;
  }

  /** Reads what the state says. Returns the index after it. */
  #readFrom(index: number): number {
    switch (this.#state) {
      case "start of cell":
        return this.#startCell(index);
      case "unquoted cell":
        return this.#readUnquoted(index);
      case "quoted cell":
        return this.#readQuoted(index);
      case "quote":
        return this.#readAfterQuote(index);
      case "invalid row":
        return this.#skipLine(index);
      case "carriage return":
        return this.#endRow(this.#text.charCodeAt(index) === lineFeed ? index + 1 : index);
    }
  }

  #startCell(index: number): number {
    const code = this.#text.charCodeAt(index);
    if (this.#endsCell(code)) return this.#endCell(index);
    if (code !== quote) {
      this.#state = "unquoted cell";
      return index;
    }
    this.#state = "quoted cell";
    this.#quoteLine = this.#line;
    return index + 1;
  }

  #readUnquoted(start: number): number {
    let index = start;
    while (index < this.#text.length && !this.#endsCell(this.#text.charCodeAt(index))) index += 1;
    this.#row.append(this.#text.slice(start, index));
    return index === this.#text.length ? index : this.#endCell(index);
  }

  #readQuoted(start: number): number {
    const found = this.#text.indexOf('"', start);
    const end = found === -1 ? this.#text.length : found;
    const text = this.#text.slice(start, end);
    this.#row.append(text);
    this.#countLines(text, found === -1);
    if (found === -1) return end;
    this.#state = "quote";
    return end + 1;
  }

  #readAfterQuote(index: number): number {
    const code = this.#text.charCodeAt(index);
    if (code === quote) {
      this.#row.append('"');
      this.#state = "quoted cell";
      return index + 1;
    }
    if (this.#endsCell(code)) return this.#endCell(index);
    const message = "A quote in a quoted cell must be doubled. The row is read up to the end of line";
    this.#row.report("INVALID", `${message} ${this.#line}.`);
    this.#state = "invalid row";
    return index;
  }

  #skipLine(start: number): number {
    let index = start;
    while (index < this.#text.length && !isLineBreak(this.#text.charCodeAt(index))) index += 1;
    return index === this.#text.length ? index : this.#endCell(index);
  }

  #endsCell(code: number): boolean {
    return code === this.#delimiter || isLineBreak(code);
  }

  /** Ends the cell at the delimiter or line break here. */
  #endCell(index: number): number {
    const code = this.#text.charCodeAt(index);
    this.#row.endCell();
    if (code === lineFeed) return this.#endRow(index + 1);
    this.#state = code === carriageReturn ? "carriage return" : "start of cell";
    return index + 1;
  }

  /** Ends the row before the character here. */
  #endRow(index: number): number {
    this.#countBytes(index);
    this.#line += 1;
    const row = this.#row;
    if (!row.isBlank) {
      this.#rows.push({ line: row.line, end: { bytes: this.#bytes, line: this.#line }, ...row.result });
    }
    this.#row = new CsvRow(this.#line, this.#options.columns);
    this.#state = "start of cell";
    return index;
  }

  #countBytes(index: number): void {
    this.#bytes += byteLength(this.#text.slice(this.#counted, index), this.#options.encoding);
    this.#counted = index;
  }

  /** Counts line breaks in a quoted cell. CRLF is one line break, also if the next part of the text begins between them. */
  #countLines(text: string, continues: boolean): void {
    if (this.#endsWithCarriageReturn && text.startsWith("\n")) this.#line -= 1;
    this.#line += text.match(/\r\n|\n|\r/g)?.length ?? 0;
    this.#endsWithCarriageReturn = continues && text.endsWith("\r");
  }
}

function isLineBreak(code: number): boolean {
  return code === lineFeed || code === carriageReturn;
}
