import type { IncomingMessage } from "node:http";
import { newUlid } from "./node/ulid.js";

const acceptable = /^[\w.-]{1,64}$/;

/** The id of a request: the one a proxy gave in `X-Request-Id`, or else a new one. */
export function requestIdOf(request: Pick<IncomingMessage, "headers">): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && acceptable.test(given) ? given : newUlid();
}
