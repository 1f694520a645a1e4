import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const algorithm = "aes-256-gcm";
const ivLength = 12;
const tagLength = 16;

/**
 * Encrypts a text for a column of a table, so that a reader of the database or of a backup cannot use it.
 * @param key has 32 bytes.
 * @param boundTo is not encrypted. The text is decrypted only together with it, so it cannot be moved to another row.
 */
export function encryptText(key: Uint8Array, text: string, boundTo: Uint8Array): Buffer<ArrayBuffer> {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv(algorithm, key, iv).setAAD(boundTo);
  const encrypted = [cipher.update(text, "utf8"), cipher.final()];
  return Buffer.concat([iv, cipher.getAuthTag(), ...encrypted]);
}

/** Returns undefined if the key is wrong or the bytes were changed. */
export function decryptText(key: Uint8Array, encrypted: Uint8Array, boundTo: Uint8Array): string | undefined {
  const tagEnd = ivLength + tagLength;
  if (encrypted.length < tagEnd) return undefined;
  const decipher = createDecipheriv(algorithm, key, encrypted.subarray(0, ivLength), { authTagLength: tagLength })
    .setAAD(boundTo)
    .setAuthTag(encrypted.subarray(ivLength, tagEnd));
  const text = decipher.update(encrypted.subarray(tagEnd), undefined, "utf8");
  try {
    return text + decipher.final("utf8");
  } catch {
    // Node.js has no code for a wrong key or changed content.
    return undefined;
  }
}
