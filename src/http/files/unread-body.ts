import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import type { onSendAsyncHookHandler } from "fastify";

/** A client that sends before it reads can get the response in this time. */
const maxUnreadMs = 2_000;

/**
 * Ends the connection of a request whose body is not needed, but some time after the response. Until then the body is read and dropped:
 * a client may lose the response if the connection ends while it sends.
 */
export const dropUnreadBody: onSendAsyncHookHandler<unknown> = async ({ raw }, reply, payload) => {
  if (raw.complete || typeof payload !== "string") return payload;
  reply.header("content-length", Buffer.byteLength(payload));
  reply.raw.once("finish", () => raw.complete || raw.destroy());
  raw.resume();
  return Readable.from(holdBack(payload, raw), { objectMode: false });
};

/** The response ends when the body has arrived, or after some time. */
async function* holdBack(payload: string, body: IncomingMessage): AsyncGenerator<Buffer> {
  yield Buffer.from(payload);
  const end = new Promise<void>((resolve) => void body.once("end", resolve).once("close", resolve));
  await Promise.race([end, wait(maxUnreadMs, undefined, { ref: false })]);
}
