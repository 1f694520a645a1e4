import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { FastifyInstance } from "fastify";
import { CloseCode, MessageType } from "graphql-ws";
import type { RawData, WebSocket, WebSocketServer } from "ws";
import { storeCurrentMessage } from "../graphql/json/exact-messages.js";
import { type AllowedOrigins, hasAllowedOrigin } from "./cors.js";
import { errorBody } from "./responses/http-errors.js";
import { securityHeaders } from "./responses/security-headers.js";
import { handleUpgrades, refuseWebSocket } from "./upgrades.js";

export interface WebSocketOptions {
  readonly path: string;
  /** The origins whose pages may connect. */
  readonly corsOrigins: AllowedOrigins;
  /** The number of proxies in front of the server. */
  readonly trustedProxies: number;
}

/** Accepts WebSocket connections at one path, from pages of this server and of the allowed origins, and from other programs. */
export function handleWebSockets(app: FastifyInstance, sockets: WebSocketServer, options: WebSocketOptions): void {
  const { path, corsOrigins: origins, trustedProxies } = options;
  sockets.on("wsClientError", (error, socket) => refuseConnection(socket, 400, `${error.message}.`));
  handleUpgrades(app.server, (request, socket, head) => {
    if (!isAt(path, request)) return refuseConnection(socket, 404, `WebSocket connections are accepted at ${path}.`);
    if (!hasAllowedOrigin(request, { origins, trustedProxies })) return refuseConnection(socket, 403, foreignOrigin);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      sockets.emit("connection", webSocket, request);
      refuseServerMessages(webSocket);
      storeCurrentMessage(webSocket);
      // An invalid message closes the connection. The error is not printed to the console.
      webSocket.removeAllListeners("error").on("error", () => {});
    });
  });
}

const foreignOrigin = "Pages of this origin may not connect. CORS_ORIGINS lists the origins that may.";

const serverMessages: ReadonlySet<unknown> = new Set([MessageType.ConnectionAck, MessageType.Next, MessageType.Error]);

/**
 * Closes a connection whose client sends a message that only servers send, as graphql-ws does after other invalid messages.
 * graphql-ws itself, which already listens to this socket, would print an internal error.
 */
function refuseServerMessages(socket: WebSocket): void {
  const listeners = socket.listeners("message");
  socket.removeAllListeners("message").on("message", (data, isBinary) => {
    if (serverMessages.has(messageType(data))) socket.close(CloseCode.BadRequest, "Invalid message received");
    else for (const listener of listeners) listener.call(socket, data, isBinary);
  });
}

/** Returns undefined for a message that is not JSON, which graphql-ws refuses. */
function messageType(data: RawData): unknown {
  try {
    return JSON.parse(String(data))?.type;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
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
