import type { FileFormat } from "../generated/schema.js";
import { readCsvColumns } from "./csv-preview.js";
import { readJsonlColumns } from "./jsonl-preview.js";
import { type PreviewColumn, UnreadableFile } from "./preview-column.js";

/** The begin of a file. */
export interface FilePreview {
  readonly format: FileFormat;
  readonly columns: readonly PreviewColumn[];
}

const previewBytes = 65_536;

/**
 * Reads the begin of a file. Only this part is loaded.
 * @throws UnreadableFile
 */
export async function readPreview(file: File): Promise<FilePreview> {
  const bytes = await startOf(file);
  if (bytes.length === 0) throw new UnreadableFile("The file is empty.");
  const start = { text: decode(bytes, bytes.length === file.size), isWhole: bytes.length === file.size };
  const format = formatOf(file.name, start.text);
  const columns = format === "CSV" ? readCsvColumns(start) : readJsonlColumns(start);
  return { format, columns };
}

async function startOf(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(0, previewBytes).arrayBuffer());
  } catch (error) {
    // A folder, or a file that was deleted or changed after it was chosen.
    if (error instanceof DOMException) throw new UnreadableFile("The file cannot be read. Choose it again.");
    throw error;
  }
}

function decode(bytes: Uint8Array, isWhole: boolean): string {
  // Workbooks of Excel are ZIP files.
  if (beginsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) {
    throw new UnreadableFile(
      'This is a workbook or another ZIP file. Save the table as "CSV UTF-8", and choose that file.',
    );
  }
  const encoding = encodingOf(bytes);
  if (encoding === "utf-8" && bytes.includes(0))
    throw new UnreadableFile("This is no text file. Choose a CSV or JSONL file.");
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: !isWhole });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UnreadableFile('The text of this file is not in UTF-8. Save it as UTF-8, in Excel as "CSV UTF-8".');
  }
}

function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (beginsWith(bytes, [0xff, 0xfe])) return "utf-16le";
  return beginsWith(bytes, [0xfe, 0xff]) ? "utf-16be" : "utf-8";
}

function beginsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

function formatOf(name: string, text: string): FileFormat {
  if (/\.(csv|tsv)$/i.test(name)) return "CSV";
  return /\.(jsonl|ndjson|json)$/i.test(name) || /^\s*[{[]/.test(text) ? "JSONL" : "CSV";
}
