import { createHash, timingSafeEqual } from "node:crypto";

/** Who makes a request. */
export interface Caller {
  readonly type: "API_KEY";
  /** What `createdBy` shows for what this caller makes. */
  readonly id: string;
}

/** The holder of the root key. */
export const rootCaller: Caller = { type: "API_KEY", id: "apk_root" };

/**
 * The caller that an `Authorization` header names, by RFC 6750: `Bearer <key>`.
 * @returns null without a header, and for any key but the root key.
 */
export function callerOf(authorization: string | undefined, adminApiKey: string | undefined): Caller | null {
  const key = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? "")?.[1];
  if (key === undefined || adminApiKey === undefined) return null;
  return timingSafeEqual(sha256(key), sha256(adminApiKey)) ? rootCaller : null;
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
