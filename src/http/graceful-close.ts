import type { FastifyInstance } from "fastify";

const maxWaitMs = 10_000;

/**
 * Makes `close` wait for the requests in flight and for nothing else: a connection ends with the answer it carries, not
 * when its client lets go of it, and one that still has none after ten seconds is cut.
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
