import { randomUUID } from "node:crypto";
import { isInexactNumber, readNumber } from "./inexact-number.js";

/*
 * `JSON.parse` rounds numbers silently. These functions find the numbers that it would change. They do not recurse, because a
 * text may nest deeper than the call stack.
 */

/** Matches JSON that may contain a number with 16 digits or an exponent. A double can represent all other numbers exactly. */
const mayHoldInexactNumber = /[[:,]\s*-?(?:[\d.]{16}|\d[\d.]*[eE])/;

/**
 * Returns the value of a JSON text, with an `InexactNumber` in place of each number that JavaScript cannot represent exactly.
 * @param parsed the result of `JSON.parse`: an object or a list.
 */
export function withInexactNumbers(json: string, parsed: unknown): unknown {
  if (!mayHoldInexactNumber.test(json)) return parsed;
  const mark = randomUUID();
  const marked = markInexactNumbers(json, mark);
  return marked === undefined ? parsed : replaceMarked(JSON.parse(marked), mark);
}

/** Replaces each such number in the text by a string that starts with the mark. Returns undefined if there are none. */
function markInexactNumbers(json: string, mark: string): string | undefined {
  const parts: string[] = [];
  let copied = 0;
  // This pattern skips everything between strings and numbers.
  const start = /["\-\d]/g;
  for (let found = start.exec(json); found; found = start.exec(json)) {
    if (found[0] === '"') {
      start.lastIndex = endOfString(json, found.index);
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

/** Returns the index after the string that starts here. */
function endOfString(json: string, start: number): number {
  for (let quote = json.indexOf('"', start + 1); ; quote = json.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (json[quote - 1 - backslashes] === "\\") backslashes += 1;
    // An even number of backslashes is a sequence of escaped backslashes, so the quote is not escaped.
    if (backslashes % 2 === 0) return quote + 1;
  }
}

function replaceMarked(value: unknown, mark: string): unknown {
  const remaining = [value];
  while (remaining.length > 0) {
    const holder = remaining.pop();
    if (typeof holder !== "object" || holder === null) continue;
    for (const [key, inner] of Object.entries(holder)) {
      if (typeof inner === "object") remaining.push(inner);
      else if (typeof inner === "string" && inner.startsWith(mark)) {
        // The key exists already, so this does not change a prototype, even for `__proto__`.
        (holder as Record<string, unknown>)[key] = Symbol(inner.slice(mark.length));
      }
    }
  }
  return value;
}

/** Returns the JSON text of a value in which `InexactNumber`s may be. They keep all their digits. */
export function stringifyExact(value: unknown): string {
  if (isInexactNumber(value)) return value.description ?? "null";
  if (Array.isArray(value)) return `[${value.map(stringifyExact).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${stringifyExact(member)}`);
  return `{${members.join(",")}}`;
}
