import { createHash, createHmac, scryptSync } from "node:crypto";

/** Hashes of `correct-horse-7` that Medusa wrote: with the parameters of 2.x (logN 15, r 8, p 1) and of 1.x (1, 1, 1). */
export const hashOf2x =
  "c2NyeXB0AA8AAAAIAAAAAdqZHyOONA2vGXDpzuA7yLnoX/ve7cWRsrnD5whfxRCXN7JgaFwPjqZyHlFXBEkaFCjMB8UeDsF4QYMlx0+SehLoGDtPbXZI6+LilsTrVtHi";
export const hashOf1x =
  "c2NyeXB0AAEAAAABAAAAAdqZHyOONA2vGXDpzuA7yLnoX/ve7cWRsrnD5whfxRCXas5E3vPd0v37QBSzoqpbPoO6JQqCcbIk8SsCNJtFaCIrguewSZa0RPmcbVpyYpzu";
export const passwordOfHashes = "correct-horse-7";

/** A header with a valid checksum: 64 bytes. */
function headerOf(logN: number, r: number, p: number, salt: Buffer): Buffer {
  const header = Buffer.alloc(48);
  header.write("scrypt");
  header.writeUInt8(logN, 7);
  header.writeUInt32BE(r, 8);
  header.writeUInt32BE(p, 12);
  salt.copy(header, 16);
  return Buffer.concat([header, createHash("sha256").update(header).digest().subarray(0, 16)]);
}

/** Computes the hash of a password as Medusa does. */
export function medusaHashOf(password: string, { logN = 1, r = 1, p = 1, salt = "salt" } = {}): string {
  const saltBytes = createHash("sha256").update(salt).digest();
  const header = headerOf(logN, r, p, saltBytes);
  const key = scryptSync(password, saltBytes, 64, { N: 2 ** logN, r, p, maxmem: 2 ** 29 });
  return Buffer.concat([header, createHmac("sha256", key.subarray(32)).update(header).digest()]).toString("base64");
}

/** A hash whose parameters are too large to compute it. Its checksum is valid. */
export function hashWithParameters(logN: number, r: number, p: number): string {
  return Buffer.concat([headerOf(logN, r, p, Buffer.alloc(32)), Buffer.alloc(32)]).toString("base64");
}
