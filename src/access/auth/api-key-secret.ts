import { createHash, randomBytes } from "node:crypto";

/** A new secret: `sk_` and 256 random bits. */
export function newApiKeySecret(): string {
  return `sk_${randomBytes(32).toString("base64url")}`;
}

/** What is stored of a secret: its SHA-256. It needs no salt, for nobody can try 2^256 secrets. */
export function hashSecret(secret: string): Buffer<ArrayBuffer> {
  return createHash("sha256").update(secret).digest() as Buffer<ArrayBuffer>;
}

/** The first characters of a secret, to recognise it by. */
export function redact(secret: string): string {
  return `${secret.slice(0, 6)}…`;
}
