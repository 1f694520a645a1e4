import { isUtf8 } from "node:buffer";

export type TextEncoding = "utf8" | "utf16le" | "utf16be";

const marks: readonly { readonly encoding: TextEncoding; readonly bytes: Buffer }[] = [
  { encoding: "utf8", bytes: Buffer.from([0xef, 0xbb, 0xbf]) },
  { encoding: "utf16le", bytes: Buffer.from([0xff, 0xfe]) },
  { encoding: "utf16be", bytes: Buffer.from([0xfe, 0xff]) },
];

/** Bytes that are no text in the encoding of the file. All text before them was returned. */
export class InvalidBytes extends Error {
  override name = "InvalidBytes";
}

/** Returns the encoding by the byte order mark, and the length of the mark. Without a mark the encoding is UTF-8. */
export function detectEncoding(start: Buffer): { readonly encoding: TextEncoding; readonly markBytes: number } {
  const mark = marks.find(({ bytes }) => start.subarray(0, bytes.length).equals(bytes));
  return { encoding: mark?.encoding ?? "utf8", markBytes: mark?.bytes.length ?? 0 };
}

/** Returns the size of a text in bytes. */
export function byteLength(text: string, encoding: TextEncoding): number {
  return encoding === "utf8" ? Buffer.byteLength(text) : text.length * 2;
}

/**
 * Decodes a file in parts. `Buffer` decodes, because it is faster than `TextDecoder` on Node.js 20.
 * @throws InvalidBytes after the text before the line with the invalid bytes.
 */
export async function* decodeText(
  chunks: AsyncIterable<Buffer>,
  encoding: TextEncoding,
): AsyncGenerator<string, void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = encoding === "utf8" ? completeUtf8(bytes) : completeUtf16(bytes, encoding);
    yield* decodePart(bytes.subarray(0, end), encoding);
    rest = bytes.subarray(end);
  }
  if (rest.length > 0) throw new InvalidBytes();
}

function* decodePart(bytes: Buffer, encoding: TextEncoding): Generator<string, void, undefined> {
  const text = textOf(bytes, encoding);
  if (text !== null) {
    if (text !== "") yield text;
    return;
  }
  // One of the lines is invalid.
  let start = 0;
  for (;;) {
    const end = endOfLine(bytes, start, encoding);
    const line = textOf(bytes.subarray(start, end), encoding);
    if (line === null) throw new InvalidBytes();
    yield line;
    start = end;
  }
}

/** Returns the text, or null if the bytes are no text in this encoding. */
function textOf(bytes: Buffer, encoding: TextEncoding): string | null {
  if (encoding === "utf8") return isUtf8(bytes) ? bytes.toString("utf8") : null;
  const text = (encoding === "utf16be" ? Buffer.from(bytes).swap16() : bytes).toString("utf16le");
  return text.isWellFormed() ? text : null;
}

function endOfLine(bytes: Buffer, start: number, encoding: TextEncoding): number {
  const lineFeed = encoding === "utf16be" ? Buffer.from([0, 10]) : Buffer.from(encoding === "utf8" ? [10] : [10, 0]);
  for (let found = bytes.indexOf(lineFeed, start); found !== -1; found = bytes.indexOf(lineFeed, found + 1)) {
    if (encoding === "utf8" || (found - start) % 2 === 0) return found + lineFeed.length;
  }
  return bytes.length;
}

/** The least first byte of a character with more than one, two or three bytes. */
const firstBytes = [0xc0, 0xe0, 0xf0];

/** Returns the number of bytes without a character at the end whose last bytes are missing. */
function completeUtf8(bytes: Buffer): number {
  for (const [index, longer] of firstBytes.entries()) {
    const start = bytes.length - 1 - index;
    const byte = bytes[start] ?? 0;
    if (byte >= longer) return start;
    // Other bytes than 0x80 to 0xBF do not continue a character.
    if (byte < 0x80 || byte >= 0xc0) break;
  }
  return bytes.length;
}

function completeUtf16(bytes: Buffer, encoding: TextEncoding): number {
  const end = bytes.length - (bytes.length % 2);
  if (end === 0) return 0;
  const high = bytes[encoding === "utf16be" ? end - 2 : end - 1] ?? 0;
  // The first half of a surrogate pair waits for the second.
  return high >= 0xd8 && high <= 0xdb ? end - 2 : end;
}
