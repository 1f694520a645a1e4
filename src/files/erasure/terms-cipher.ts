import { decryptText, encryptText } from "../../database/encrypted-text.js";
import type { ErasureTerms } from "./searched-text.js";

const boundTo = Buffer.from("terms of an erasure");

/**
 * Encrypts the texts of an erasure with the key of the folder. The database and its backups must not keep what is erased. All
 * instances that can check the files have the key, also a server without JWT_SECRET.
 */
export function encryptTerms(key: Uint8Array, terms: ErasureTerms): Buffer<ArrayBuffer> {
  return encryptText(key, JSON.stringify(terms), boundTo);
}

/** Returns undefined if another folder's key has encrypted them. */
export function decryptTerms(key: Uint8Array, encrypted: Uint8Array): ErasureTerms | undefined {
  const text = decryptText(key, encrypted, boundTo);
  return text === undefined ? undefined : (JSON.parse(text) as ErasureTerms);
}
