import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";

const header = "x-forwarded-for";

/**
 * The address of the client of a request that Fastify does not see, such as one for WebSocket: the one that the outermost
 * trusted proxy saw, as `request.ip` has it.
 */
export function clientAddressOf({ headers, socket }: IncomingMessage, trustedProxies: number): string {
  const forwarded = [headers[header] ?? []].flat().join(",").split(",");
  const addresses = forwarded.map((address) => address.trim()).filter((address) => address !== "");
  const nearestFirst = [socket.remoteAddress ?? "", ...addresses.reverse()];
  return nearestFirst[Math.min(trustedProxies, nearestFirst.length - 1)] ?? "";
}

/** Warns of a proxy that is not trusted, when the first request shows it: all its clients count as one address. */
export function warnOfUntrustedProxy(app: FastifyInstance, logger: Logger): void {
  let isWarned = false;
  app.addHook("onRequest", ({ headers }, _reply, done) => {
    if (!isWarned && headers[header] !== undefined) {
      isWarned = true;
      logger.warn(
        "A request came with X-Forwarded-For, and TRUSTED_PROXIES is 0. If a proxy stands before this server, all its clients count as one address for failed logins and rate limits: set TRUSTED_PROXIES to the number of proxies.",
      );
    }
    done();
  });
}
