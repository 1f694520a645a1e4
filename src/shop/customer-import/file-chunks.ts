import type { FileHandle } from "node:fs/promises";

/** Parsing so many bytes takes some milliseconds. */
const chunkBytes = 262_144;

/** Reads a file from a position. A stream of the handle would close it when its reader stops early, as after the header. */
export async function* readChunks(handle: FileHandle, start: number): AsyncGenerator<Buffer, void, undefined> {
  for (let position = start; ; ) {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    const { bytesRead } = await handle.read(buffer, 0, chunkBytes, position);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    position += bytesRead;
  }
}
