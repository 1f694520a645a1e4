import type { RawData, WebSocket } from "ws";
import { withInexactNumbers } from "./exact-json.js";

/** For each connection the message that it is reading. */
const messages = new WeakMap<WebSocket, RawData>();

/** Keeps each message while graphql-ws, which listens to this socket already, reads it. */
export function keepMessageBeingRead(socket: WebSocket): void {
  socket.prependListener("message", (data) => messages.set(socket, data));
  socket.on("message", () => messages.delete(socket));
}

/** The payload of the message that a connection is reading, with the numbers told that JavaScript cannot hold. */
export function exactPayload<Payload>(socket: WebSocket, payload: Payload): Payload {
  const message = withInexactNumbers(String(messages.get(socket) ?? ""), { payload });
  return (message as { payload: Payload }).payload;
}
