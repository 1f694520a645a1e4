import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";
import type { Caller } from "../../access/auth/caller.js";

const maxLength = 255;

/** Reads the key from the header, as a string of RFC 9651 with or without quotes. Returns undefined if it is malformed. */
export function readIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (typeof header !== "string") return undefined;
  const key = /^"(?<key>[^"\\]*)"$/.exec(header)?.groups?.key ?? header;
  return /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(key) && key.length <= maxLength ? key : undefined;
}

/** The Idempotency-Key of one caller. Two callers can use the same text, but their keys are different. */
export class IdempotencyKey {
  /** Identifies the key in the database, which does not store its text. */
  readonly id: Buffer<ArrayBuffer>;
  readonly #secret: Buffer;
  readonly #fingerprintSecret: Buffer;

  constructor(key: string, { type, id }: Caller) {
    const scoped = `${type} ${id} ${key}`;
    const derive = (purpose: string) => Buffer.from(hkdfSync("sha256", scoped, "", purpose, 32));
    this.id = sha256(scoped);
    this.#secret = derive("answer of an idempotent request");
    this.#fingerprintSecret = derive("fingerprint of an idempotent request");
  }

  /**
   * Returns a hash of a request that only the key computes. Without a key, a guess of the personal data in the request could be
   * checked with the stored hash.
   */
  fingerprint(request: string): Buffer<ArrayBuffer> {
    return createHmac("sha256", this.#fingerprintSecret).update(request).digest() as Buffer<ArrayBuffer>;
  }

  /** Encrypts a text with AES-256-GCM. Only the same key of the same caller decrypts it. */
  seal(text: string): Buffer<ArrayBuffer> {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.#secret, nonce);
    const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]) as Buffer<ArrayBuffer>;
  }

  unseal(sealed: Uint8Array): string {
    const bytes = Buffer.from(sealed);
    const decipher = createDecipheriv(algorithm, this.#secret, bytes.subarray(0, nonceBytes));
    decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    return decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, "utf8") + decipher.final("utf8");
  }
}

const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

export function sha256(text: string): Buffer<ArrayBuffer> {
  return createHash("sha256").update(text).digest() as Buffer<ArrayBuffer>;
}
