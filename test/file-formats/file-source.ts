import type { FileRow, FileSource } from "../../src/file-formats/file-rows.js";

/** A file in memory that is read in chunks of a size. */
export function sourceOf(content: string | Buffer, chunkSize = 65_536): FileSource {
  const bytes = Buffer.from(content);
  return {
    async *read(start) {
      for (let from = start; from < bytes.length; from += chunkSize) yield bytes.subarray(from, from + chunkSize);
    },
  };
}

/** A file of many equal chunks, which is never in memory as a whole. */
export function repeatedSource(start: string, chunk: string, times: number, end = ""): FileSource {
  return {
    async *read(from) {
      yield Buffer.from(start).subarray(from);
      const bytes = Buffer.from(chunk);
      for (let time = 0; time < times; time += 1) yield bytes;
      yield Buffer.from(end);
    },
  };
}

/** Returns the lines, and the values or the codes of the problems. */
export async function linesOf<Value>(rows: AsyncIterable<FileRow<Value>>): Promise<[line: number, Value | string][]> {
  const lines: [number, Value | string][] = [];
  for await (const { line, value, problem } of rows) lines.push([line, value ?? problem?.code ?? ""]);
  return lines;
}

export async function allRows<Value>(rows: AsyncIterable<FileRow<Value>>): Promise<FileRow<Value>[]> {
  const all: FileRow<Value>[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
