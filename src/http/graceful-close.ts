import type { FastifyInstance } from "fastify";

const maxWaitMs = 10_000;

/**
 * Makes `close` wait for the requests in flight, but not for idle clients. The server closes each connection after its response,
 * and after ten seconds all connections that are still open.
 */
export function gracefulClose(app: FastifyInstance): void {
  let isClosing = false;
  app.addHook("preClose", async () => {
    isClosing = true;
    setTimeout(() => app.server.closeAllConnections(), maxWaitMs).unref();
  });
  app.addHook("onSend", (_request, reply, payload, done) => {
    if (isClosing) reply.header("connection", "close");
    done(null, payload);
  });
}
