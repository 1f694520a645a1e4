import { randomUUID } from "node:crypto";
import { readNumber } from "./inexact-number.js";

/*
 * `JSON.parse` does not tell that it reads a number as another one. Nothing here calls itself: a text may nest deeper than the
 * stack is high.
 */

/** Whether a text of JSON may hold a number with 16 digits or an exponent: of those alone a double may be another number. */
const mayBeInexact = /[[:,]\s*-?(?:[\d.]{16}|\d[\d.]*[eE])/;

/**
 * The value of a JSON text with an `InexactNumber` in the place of each number that JavaScript cannot hold.
 * @param parsed the value as `JSON.parse` gives it: an object or a list.
 */
export function withInexactNumbers(json: string, parsed: unknown): unknown {
  if (!mayBeInexact.test(json)) return parsed;
  const mark = randomUUID();
  const marked = markInexactNumbers(json, mark);
  return marked === undefined ? parsed : replaceMarked(JSON.parse(marked), mark);
}

/** The text with texts that begin with the mark in the place of those numbers; undefined where there are none. */
function markInexactNumbers(json: string, mark: string): string | undefined {
  const parts: string[] = [];
  let copied = 0;
  // A search runs over what is between texts and numbers.
  const start = /["\-\d]/g;
  for (let found = start.exec(json); found; found = start.exec(json)) {
    if (found[0] === '"') {
      start.lastIndex = endOfText(json, found.index);
      continue;
    }
    numberHere.lastIndex = found.index;
    const [number = ""] = numberHere.exec(json) ?? [];
    start.lastIndex = found.index + number.length;
    if (typeof readNumber(number) === "number") continue;
    parts.push(json.slice(copied, found.index), `"${mark}${number}"`);
    copied = start.lastIndex;
  }
  return parts.length === 0 ? undefined : [...parts, json.slice(copied)].join("");
}

const numberHere = /[-+.\deE]+/y;

/** The index behind the text that begins here. */
function endOfText(json: string, start: number): number {
  for (let quote = json.indexOf('"', start + 1); ; quote = json.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (json[quote - 1 - backslashes] === "\\") backslashes += 1;
    // An even number of them are pairs; the quote is none of theirs.
    if (backslashes % 2 === 0) return quote + 1;
  }
}

function replaceMarked(value: unknown, mark: string): unknown {
  const left = [value];
  while (left.length > 0) {
    const holder = left.pop();
    if (typeof holder !== "object" || holder === null) continue;
    for (const [key, inner] of Object.entries(holder)) {
      if (typeof inner === "object") left.push(inner);
      else if (typeof inner === "string" && inner.startsWith(mark)) {
        // It is there already, `__proto__` included.
        (holder as Record<string, unknown>)[key] = Symbol(inner.slice(mark.length));
      }
    }
  }
  return value;
}
