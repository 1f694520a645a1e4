import type { IncomingMessage } from "node:http";
import { newUlid } from "../graphql/node/ulid.js";

const validRequestId = /^[\w.-]{1,64}$/;

/**
 * Returns the id that a client or a proxy has sent in `X-Request-Id`. It is only used in the log. History and responses contain an
 * id of the server, because a client could send the id of another client's request.
 */
export function clientRequestIdOf({ headers }: Pick<IncomingMessage, "headers">): string | undefined {
  const given = headers["x-request-id"];
  return typeof given === "string" && validRequestId.test(given) ? given : undefined;
}

const requestIdsByConnection = new WeakMap<IncomingMessage, string>();

/** Returns the request id of a WebSocket connection. All its subscriptions have this id. */
export function connectionRequestId(upgrade: IncomingMessage): string {
  const id = requestIdsByConnection.get(upgrade) ?? newUlid();
  requestIdsByConnection.set(upgrade, id);
  return id;
}
