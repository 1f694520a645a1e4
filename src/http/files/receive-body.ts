import type { IncomingMessage } from "node:http";
import type { Writable } from "node:stream";

/** The client has closed the connection before the end of the body. */
export class ClientGone extends Error {
  override name = "ClientGone";
}

/**
 * Writes the body of a request to a stream. It reads only as fast as the stream takes the body. If this fails, the connection stays open
 * for the response.
 * @throws ClientGone, the error of the stream, or the reason of the interruption.
 */
export function receiveBody(body: IncomingMessage, target: Writable, interruption: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (error: unknown) => {
      body.unpipe(target);
      target.destroy();
      reject(error);
    };
    const interrupt = () => stop(interruption.reason);
    target.once("finish", resolve).once("error", stop);
    body.once("error", () => stop(new ClientGone())).once("close", () => body.complete || stop(new ClientGone()));
    interruption.addEventListener("abort", interrupt, { once: true });
    body.pipe(target);
  });
}
