import type { FastifyRequest } from "fastify";
import ipaddr from "ipaddr.js";

const localHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** Headers that proxies add. */
const proxyHeaders = [
  "forwarded",
  "via",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-forwarded-server",
  "x-real-ip",
];

/**
 * True if the request comes from a program on this machine and was sent to a name of this machine. The Host header is checked
 * because a website can let its own name point to 127.0.0.1 (DNS rebinding). Proxies on this machine also connect from it.
 */
export function isLocalRequest({ socket, headers }: FastifyRequest): boolean {
  const isProxied = proxyHeaders.some((name) => headers[name] !== undefined);
  return !isProxied && localHost.test(headers.host ?? "") && isLoopback(socket.remoteAddress ?? "");
}

/** True if a page of this server sent the request, on this machine. Browsers add the header Origin to each POST request. */
export function isFromLocalPage(request: FastifyRequest): boolean {
  return isLocalRequest(request) && request.headers.origin === `http://${request.headers.host}`;
}

function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "loopback";
}
