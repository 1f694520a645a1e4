import { createHash, randomBytes } from "node:crypto";

/** Creates a secret: `sk_` and 256 random bits. */
export function newApiKeySecret(): string {
  return `sk_${randomBytes(32).toString("base64url")}`;
}

/** The SHA-256 of a secret, which is stored. It needs no salt, because 2^256 secrets are too many to try. */
export function hashSecret(secret: string): Buffer<ArrayBuffer> {
  return createHash("sha256").update(secret).digest() as Buffer<ArrayBuffer>;
}

/** The first characters of a secret, by which its owner recognizes it. */
export function redact(secret: string): string {
  return `${secret.slice(0, 6)}…`;
}
