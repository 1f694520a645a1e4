import { getRandomValues } from "node:crypto";
import { monotonicFactory } from "ulid";

const randomBytes = new Uint8Array(4096);
let usedBytes = randomBytes.length;

/** Returns a number from 0 to below 1 made of eight random bits. The library uses five bits of each number. */
function randomFraction(): number {
  // A system call takes longer than all other steps of creating an id. So random bytes are read 4,096 at a time.
  if (usedBytes === randomBytes.length) {
    getRandomValues(randomBytes);
    usedBytes = 0;
  }
  return (randomBytes[usedBytes++] ?? 0) / 256;
}

/** Creates a ULID. ULIDs created in the same millisecond sort in creation order. */
export const newUlid: () => string = monotonicFactory(randomFraction);
