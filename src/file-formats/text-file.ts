import { FileFormatError, type FilePosition, type FileRow, type FileSource } from "./file-rows.js";
import { decodeText, detectEncoding, InvalidBytes, type TextEncoding } from "./text-encoding.js";

/** A file of text, after a look at its first bytes. */
export interface TextFile {
  readonly source: FileSource;
  readonly encoding: TextEncoding;
  /** The start of the text, after a byte order mark. */
  readonly start: FilePosition;
}

/** Parses a format in parts of the text. */
export interface RowParser<Value> {
  /** The line of the next character. */
  readonly line: number;
  /** Returns the rows that end in the next part of the text. */
  parse(text: string): FileRow<Value>[];
  /** Returns the last row, if no line break ends it. */
  end(): FileRow<Value>[];
}

/**
 * Finds the encoding of a file.
 * @throws FileFormatError if the file is not text, such as a workbook of Excel.
 */
export async function openTextFile(source: FileSource): Promise<TextFile> {
  const bytes = await firstBytes(source);
  if (bytes.subarray(0, 4).toString("latin1") === "PK\u0003\u0004") {
    throw new FileFormatError(
      "The file must be text, but it is a ZIP file, such as a workbook of Excel. Save it as CSV UTF-8.",
    );
  }
  const { encoding, markBytes } = detectEncoding(bytes);
  if (encoding === "utf8" && bytes.includes(0)) {
    throw new FileFormatError(
      "The file must be text in UTF-8, or in UTF-16 with a byte order mark. It holds NUL characters.",
    );
  }
  return { source, encoding, start: { bytes: markBytes, line: 1 } };
}

/** Returns some bytes: enough for a byte order mark, if the file has them. */
async function firstBytes(source: FileSource): Promise<Buffer> {
  let bytes: Buffer = Buffer.alloc(0);
  for await (const chunk of source.read(0)) {
    bytes = Buffer.concat([bytes, chunk]);
    if (bytes.length >= 4) break;
  }
  return bytes;
}

/**
 * Reads rows from a position to the end of the file.
 * @throws FileFormatError if the rest of the file cannot be read.
 */
export async function* readTextRows<Value>(
  { source, encoding }: TextFile,
  from: FilePosition,
  parser: RowParser<Value>,
): AsyncGenerator<FileRow<Value>, void, undefined> {
  try {
    for await (const text of decodeText(source.read(from.bytes), encoding)) yield* parser.parse(text);
  } catch (error) {
    if (!(error instanceof InvalidBytes)) throw error;
    const name = encoding === "utf8" ? "UTF-8" : "UTF-16";
    throw new FileFormatError(
      `Line ${parser.line} is not ${name}. Save the file as UTF-8, for example as CSV UTF-8 in Excel.`,
    );
  }
  yield* parser.end();
}
