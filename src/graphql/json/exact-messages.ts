import type { RawData, WebSocket } from "ws";
import { withInexactNumbers } from "./exact-json.js";

/** The message that each connection is currently processing. */
const messages = new WeakMap<WebSocket, RawData>();

/** Stores each message while graphql-ws processes it. graphql-ws already listens to this socket. */
export function storeCurrentMessage(socket: WebSocket): void {
  socket.prependListener("message", (data) => messages.set(socket, data));
  socket.on("message", () => messages.delete(socket));
}

/**
 * Returns the payload of the current message of a connection, with an `InexactNumber` for each number that JavaScript cannot
 * represent exactly.
 */
export function exactPayload<Payload>(socket: WebSocket, payload: Payload): Payload {
  const message = withInexactNumbers(String(messages.get(socket) ?? ""), { payload });
  return (message as { payload: Payload }).payload;
}
