import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";

/** Handles a request for WebSocket and takes over its connection. */
export type HandleWebSocket = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

const ignoreErrors = () => {};

/**
 * Passes requests for WebSocket to a function. All other requests with an `Upgrade` header are answered in HTTP/1.1, as RFC 9110
 * (7.8) allows. Java's HTTP client, for example, sends `Upgrade: h2c` with its first request. WebSocket requires GET and HTTP/1.1.
 */
export function handleUpgrades(server: Server, handleWebSocket: HandleWebSocket): void {
  const lastResponses = new WeakMap<Socket, ServerResponse>();
  server.prependListener("request", ({ socket }: IncomingMessage, response: ServerResponse) => {
    lastResponses.set(socket, response);
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (asksForWebSocket(request)) return handleWebSocket(request, socket, head);
    const response = socket instanceof Socket ? lastResponses.get(socket) : undefined;
    if (response === undefined || response.closed) return parseAgain(server, request, socket, head);
    // Responses must have the order of their requests, so this request waits for the previous response.
    socket.on("error", ignoreErrors);
    response.once("close", () => {
      socket.off("error", ignoreErrors);
      if (!socket.destroyed) parseAgain(server, request, socket, head);
    });
  });
}

function asksForWebSocket({ method, httpVersion, headers }: IncomingMessage): boolean {
  return method === "GET" && httpVersion !== "1.0" && headers.upgrade?.trim().toLowerCase() === "websocket";
}

/**
 * Makes the server parse a request again, without its `Upgrade` header. Node.js has already detached the connection from its
 * parser. There is no other way to ignore the header before Node.js 24.9, which has `shouldUpgradeCallback`. The connection is
 * passed to the server again, with the bytes that were already read.
 */
function parseAgain(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  // Replaces the timeout of an idle connection.
  if (socket instanceof Socket) socket.setTimeout(server.timeout);
  socket.unshift(Buffer.concat([headWithoutUpgrade(request), head]));
  server.emit("connection", socket);
}

function headWithoutUpgrade({ method, url, httpVersion, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name, value] = rawHeaders.slice(index, index + 2);
    if (name?.toLowerCase() !== "upgrade") lines.push(`${name}: ${value}`);
  }
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
}

/** Answers a request for WebSocket with a status, and closes its connection. */
export function refuseWebSocket(socket: Duplex, status: number, headers: object, body: string): void {
  socket.on("error", ignoreErrors);
  socket.once("finish", () => socket.destroy());
  const all = { ...headers, "content-length": Buffer.byteLength(body), connection: "close" };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("\r\n")}\r\n\r\n${body}`);
}
