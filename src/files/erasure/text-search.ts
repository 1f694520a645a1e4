import { isAscii, isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";
import { foldText, type SearchedText } from "./searched-text.js";

/** Longer than any searched text, in UTF-16 and with each character escaped. */
const overlapBytes = 8_192;
const besideWord = /[\p{L}\p{N}_-]/u;
const besideCell = /[,;\t\r\n"'|:=[\]{}()]/;
const space = /[\p{White_Space}\p{Default_Ignorable_Code_Point}]/u;

const windows1252 = new TextDecoder("windows-1252");
const utf8 = new TextDecoder("utf-8");
const utf16OfMark: Readonly<Record<string, TextDecoder>> = {
  fffe: new TextDecoder("utf-16le"),
  feff: new TextDecoder("utf-16be"),
};

/**
 * Searches a file for texts, part by part. The file may be in UTF-8, Windows-1252, or UTF-16 with a byte order mark. A file that is
 * no such text, for example a ZIP archive, counts as a match, because it may hold anything.
 */
export class TextSearch {
  readonly #texts: readonly SearchedText[];
  #rest: Buffer = Buffer.alloc(0);
  /** The position of `#rest` in the file. */
  #position = 0;
  #utf16: TextDecoder | undefined;

  constructor(texts: readonly SearchedText[]) {
    this.#texts = texts;
  }

  /** Searches the next part of the file. Returns true if a text was found. */
  push(part: Uint8Array): boolean {
    const bytes = Buffer.concat([this.#rest, part]);
    if (bytes.length <= overlapBytes) {
      this.#rest = bytes;
      return false;
    }
    const isFound = this.#search(bytes, false);
    // An even number of bytes, because characters of UTF-16 begin at even positions.
    const kept = bytes.length - overlapBytes - ((bytes.length - overlapBytes) % 2);
    this.#position += kept;
    this.#rest = bytes.subarray(kept);
    return isFound;
  }

  /** Searches the last part of the file. Returns true if a text was found. */
  end(): boolean {
    return this.#search(this.#rest, true);
  }

  #search(bytes: Buffer, isEnd: boolean): boolean {
    const isStart = this.#position === 0;
    if (isStart) {
      this.#utf16 = utf16OfMark[bytes.subarray(0, 2).toString("hex")];
      if (this.#utf16 === undefined && bytes.some(isControl)) return true;
    }
    return this.#decode(bytes).some((text) => {
      const folded = foldText(text);
      return this.#texts.some((searched) => occurs(searched, folded, { isStart, isEnd }));
    });
  }

  /** Returns the texts that the bytes may stand for. */
  #decode(bytes: Buffer): string[] {
    if (this.#utf16 !== undefined) return [this.#utf16.decode(bytes), windows1252.decode(bytes)];
    if (isAscii(bytes)) return [bytes.toString("latin1")];
    const decoded = utf8.decode(bytes);
    // No text in Windows-1252 with an email that is not ASCII is valid UTF-8.
    return isUtf8(withoutCutCharacters(bytes)) ? [decoded] : [decoded, windows1252.decode(bytes)];
  }
}

/** The bytes without the characters of UTF-8 that are cut off at both ends. */
function withoutCutCharacters(bytes: Buffer): Buffer {
  const isContinuation = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80;
  let start = 0;
  while (start < 3 && isContinuation(bytes[start])) start += 1;
  let end = bytes.length;
  while (end > bytes.length - 3 && isContinuation(bytes[end - 1])) end -= 1;
  return bytes.subarray(start, Math.max(start, end - 1));
}

/** True for a control character, except white space and the end mark of DOS files. */
function isControl(byte: number): boolean {
  return byte < 9 || (byte > 13 && byte < 32 && byte !== 26);
}

/** True if a text contains one of the searched texts. */
export function textContains(text: string, texts: readonly SearchedText[]): boolean {
  const folded = foldText(text);
  return texts.some((searched) => occurs(searched, folded, { isStart: true, isEnd: true }));
}

interface Edges {
  /** True if the text begins where the file begins. */
  readonly isStart: boolean;
  readonly isEnd: boolean;
}

function occurs({ text, as }: SearchedText, folded: string, edges: Edges): boolean {
  for (let at = folded.indexOf(text); at !== -1; at = folded.indexOf(text, at + 1)) {
    if (as === "anywhere") return true;
    const end = at + text.length;
    if (as === "word" && !isWordBeside(folded[at - 1]) && !isWordBeside(folded[end])) return true;
    if (as === "cell" && isCellEdge(folded, at, -1, edges.isStart) && isCellEdge(folded, end - 1, 1, edges.isEnd)) {
      return true;
    }
  }
  return false;
}

function isWordBeside(character: string | undefined): boolean {
  return character !== undefined && besideWord.test(character);
}

/** True if a separator, or the edge of the file, is the next character that is no space. */
function isCellEdge(folded: string, from: number, step: 1 | -1, isFileEdge: boolean): boolean {
  for (let at = from + step; ; at += step) {
    const character = folded[at];
    if (character === undefined) return isFileEdge;
    if (besideCell.test(character)) return true;
    if (!space.test(character)) return false;
  }
}
