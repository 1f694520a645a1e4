import type { FileHandle } from "node:fs/promises";
import { Pauses } from "../../graphql/event-loop/pauses.js";
import type { SearchedText } from "./searched-text.js";
import { TextSearch } from "./text-search.js";

/** Searching so many bytes for a few texts takes less than a millisecond. */
const partBytes = 65_536;

/** True if a file contains one of the texts, or is no text. Other requests run between the parts. */
export async function fileContains(
  file: FileHandle,
  texts: readonly SearchedText[],
  isClosing: () => boolean,
): Promise<boolean> {
  const search = new TextSearch(texts);
  const pauses = new Pauses();
  const buffer = Buffer.alloc(partBytes);
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, partBytes);
    if (bytesRead === 0) return search.end();
    if (search.push(buffer.subarray(0, bytesRead))) return true;
    if (pauses.isDue) await pauses.pause();
    if (isClosing()) throw new Error("The server is closing.");
  }
}
