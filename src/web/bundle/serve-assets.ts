import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import type { Bundle } from "./bundle.js";

/**
 * Serves the files of a bundle, compressed in advance, to be cached forever: their names change with their contents. A worker has
 * the policy of its own response, so all files have the headers of the page.
 */
export async function serveAssets(
  app: FastifyInstance,
  { assets }: Bundle,
  prefix: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  await app.register(fastifyStatic, {
    root: assets,
    prefix,
    index: false,
    decorateReply: false,
    preCompressed: true,
    immutable: true,
    maxAge: "1y",
    setHeaders: (reply) => reply.headers(headers),
  });
}
