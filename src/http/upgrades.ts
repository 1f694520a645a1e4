import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";

/** Takes over the connection of a request that asks for WebSocket. */
export type HandleWebSocket = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

const ignoreErrors = () => {};

/**
 * Gives requests that ask for WebSocket to a function. A request that asks for another protocol, or for WebSocket in a way that
 * is none (by POST, or in HTTP/1.0), is answered in HTTP/1.1, as RFC 9110 (7.8) allows: Java's HTTP client sends `Upgrade: h2c`
 * with its first request.
 */
export function handleUpgrades(server: Server, takeWebSocket: HandleWebSocket): void {
  const lastResponses = new WeakMap<Socket, ServerResponse>();
  server.prependListener("request", ({ socket }: IncomingMessage, response: ServerResponse) => {
    lastResponses.set(socket, response);
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (asksForWebSocket(request)) return takeWebSocket(request, socket, head);
    const response = socket instanceof Socket ? lastResponses.get(socket) : undefined;
    if (response === undefined || response.closed) return readAgain(server, request, socket, head);
    // Answers come in the order of their requests.
    socket.on("error", ignoreErrors);
    response.once("close", () => {
      socket.off("error", ignoreErrors);
      if (!socket.destroyed) readAgain(server, request, socket, head);
    });
  });
}

function asksForWebSocket({ method, httpVersion, headers }: IncomingMessage): boolean {
  return method === "GET" && httpVersion !== "1.0" && headers.upgrade?.trim().toLowerCase() === "websocket";
}

/**
 * Has the server read a request once more, without its `Upgrade` header. Node.js has taken the connection from its parser, and
 * offers no other way to ignore the header (`shouldUpgradeCallback` comes with Node.js 24.9): the connection is handed in anew, with
 * the bytes that have been read already.
 */
function readAgain(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  // The time until the next request on an idle connection is over.
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
