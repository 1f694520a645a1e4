import { createHash, createHmac, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/*
 * Medusa stores passwords as base64 of 96 bytes (the package scrypt-kdf): the text `scrypt`, a zero, logN, r and p (big
 * endian), a salt, the first half of a SHA-256 of these, and an HMAC. Here the base64 has a prefix.
 */

const prefix = "$medusa-scrypt$";
/** 96 bytes need no padding. */
const base64 = /^[A-Za-z0-9+/]{128}$/;
const [saltStart, checksumStart, hmacStart] = [16, 48, 64] as const;
const keyBytes = 64;
/** The work that a login may cost. Medusa's own parameters need a quarter of it. */
const maxWork = 2 ** 20;
const maxMemoryBytes = 2 ** 28;

const computeScrypt = promisify<string, Buffer, number, object, Buffer>(scrypt);

interface Parameters {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** True for a stored hash that comes from Medusa. */
export function isMedusaHash(storedHash: string): boolean {
  return storedHash.startsWith(prefix);
}

/**
 * Returns the stored form of a hash in Medusa. Undefined if it is no such hash, or if its parameters would take more than
 * N·r·p = 2^20 or 256 MiB.
 */
export function storedMedusaHash(medusaHash: string): string | undefined {
  return parse(medusaHash) === undefined ? undefined : prefix + medusaHash;
}

/** True if the password matches a stored hash of Medusa, exactly as it was typed. Works in a separate thread. */
export async function verifyMedusaHash(password: string, storedHash: string): Promise<boolean> {
  const hash = parse(storedHash.slice(prefix.length));
  if (hash === undefined) return false;
  const { bytes, parameters } = hash;
  const salt = bytes.subarray(saltStart, checksumStart);
  const key = await computeScrypt(password, salt, keyBytes, { ...parameters, maxmem: memoryOf(parameters) + 2 ** 20 });
  const hmac = createHmac("sha256", key.subarray(keyBytes / 2)).update(bytes.subarray(0, hmacStart));
  return timingSafeEqual(hmac.digest(), bytes.subarray(hmacStart));
}

function parse(text: string): { bytes: Buffer; parameters: Parameters } | undefined {
  if (!base64.test(text)) return undefined;
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("latin1", 0, 7) !== "scrypt\0") return undefined;
  const checksum = createHash("sha256").update(bytes.subarray(0, checksumStart)).digest();
  if (!checksum.subarray(0, hmacStart - checksumStart).equals(bytes.subarray(checksumStart, hmacStart)))
    return undefined;
  const parameters = { N: 2 ** bytes.readUInt8(7), r: bytes.readUInt32BE(8), p: bytes.readUInt32BE(12) };
  return isAffordable(parameters) ? { bytes, parameters } : undefined;
}

function isAffordable(parameters: Parameters): boolean {
  const { N, r, p } = parameters;
  return N > 1 && r > 0 && p > 0 && N * r * p <= maxWork && memoryOf(parameters) <= maxMemoryBytes;
}

function memoryOf({ N, r, p }: Parameters): number {
  return 128 * r * (N + p);
}
