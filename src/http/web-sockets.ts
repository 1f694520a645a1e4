import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { WebSocketServer } from "ws";
import { storeCurrentMessage } from "../graphql/json/exact-messages.js";
import { errorBody } from "./responses/http-errors.js";
import { securityHeaders } from "./responses/security-headers.js";
import { handleUpgrades, refuseWebSocket } from "./upgrades.js";

/** Accepts WebSocket connections at one path. */
export function handleWebSockets(app: FastifyInstance, path: string, sockets: WebSocketServer): void {
  sockets.on("wsClientError", (error, socket) => refuseConnection(socket, 400, `${error.message}.`));
  handleUpgrades(app.server, (request, socket, head) => {
    if (!isAt(path, request)) return refuseConnection(socket, 404, `WebSocket connections are accepted at ${path}.`);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      sockets.emit("connection", webSocket, request);
      storeCurrentMessage(webSocket);
      // An invalid message closes the connection. The error is not printed to the console.
      webSocket.removeAllListeners("error").on("error", () => {});
    });
  });
}

function isAt(path: string, { url = "" }: IncomingMessage): boolean {
  return [path, `${path}/`].includes(url.split("?", 1)[0] ?? "");
}

function refuseConnection(socket: Duplex, status: number, message: string): void {
  const { type, body } = errorBody("BAD_REQUEST", message);
  // RFC 6455 (4.4) requires the version in a refusal.
  const headers = { ...securityHeaders, "content-type": type, "sec-websocket-version": "13" };
  refuseWebSocket(socket, status, headers, body);
}
