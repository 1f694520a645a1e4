import { getRandomValues } from "node:crypto";
import { monotonicFactory } from "ulid";

const randomBytes = new Uint8Array(4096);
let usedBytes = randomBytes.length;

/** A fraction from 0 to below 1, of eight random bits: ulid takes five of each. */
function randomFraction(): number {
  // Each call to the system takes longer than all the rest of an id.
  if (usedBytes === randomBytes.length) {
    getRandomValues(randomBytes);
    usedBytes = 0;
  }
  return (randomBytes[usedBytes++] ?? 0) / 256;
}

/** A new ULID; those made in the same millisecond sort in the order they were made. */
export const newUlid: () => string = monotonicFactory(randomFraction);
