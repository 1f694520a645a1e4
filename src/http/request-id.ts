import type { IncomingMessage } from "node:http";
import { newUlid } from "../graphql/node/ulid.js";

const acceptable = /^[\w.-]{1,64}$/;

/**
 * The id that a client, or a proxy before it, gave a request in `X-Request-Id`: for the log alone, to find the request by.
 * History and answers have ids of our own, which nobody can choose to look like those of another's request.
 */
export function clientRequestIdOf({ headers }: Pick<IncomingMessage, "headers">): string | undefined {
  const given = headers["x-request-id"];
  return typeof given === "string" && acceptable.test(given) ? given : undefined;
}

const ofConnections = new WeakMap<IncomingMessage, string>();

/** The id of all that comes over a WebSocket connection, by the request that opened it. */
export function connectionRequestId(upgrade: IncomingMessage): string {
  const id = ofConnections.get(upgrade) ?? newUlid();
  ofConnections.set(upgrade, id);
  return id;
}
