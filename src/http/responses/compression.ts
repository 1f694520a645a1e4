import { brotliCompress, constants, gzip } from "node:zlib";
import type { FastifyInstance, FastifyReply } from "fastify";
import { LRUCache } from "lru-cache";
import Negotiator from "negotiator";

type Encoding = "br" | "gzip";
type Done = (error: Error | null, compressed: Buffer) => void;

/** The lowest quality that compresses well. Higher ones take up to five times the CPU time for a tenth less (docs/performance.md). */
const compress: Readonly<Record<Encoding, (text: string, done: Done) => void>> = {
  br: (text, done) => brotliCompress(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }, done),
  gzip: (text, done) => gzip(text, { level: 1 }, done),
};

/** A shorter response fits into one TCP packet anyway. */
const minCharacters = 1_400;
const compressibleType = /^(application\/(graphql-response\+)?json|text\/plain)\b/;
const maxCachedLength = 200;

/** The encodings by `Accept-Encoding` header. Clients send few different headers. */
const encodingCache = new LRUCache<string, { readonly encoding: Encoding | undefined }>({ max: 100 });

/** The types of the package lack the second parameter, which decides between encodings that the client likes equally. */
interface EncodingNegotiator {
  encoding(available: readonly string[], options: { readonly preferred: readonly string[] }): string | undefined;
}

/** Compresses large texts for clients that accept it. Errors and responses with `no-transform` are sent as they are. */
export function compressResponses(app: FastifyInstance): void {
  app.addHook<unknown>("onSend", (request, reply, payload, done) => {
    if (!isCompressible(payload, reply)) return done(null, payload);
    addToVary(reply, "Accept-Encoding");
    const encoding = acceptedEncoding(request.headers["accept-encoding"]);
    if (encoding === undefined) return done(null, payload);
    reply.header("content-encoding", encoding);
    compress[encoding](payload, done);
  });
}

function isCompressible(payload: unknown, reply: FastifyReply): payload is string {
  if (typeof payload !== "string" || payload.length < minCharacters || reply.statusCode !== 200) return false;
  const type = String(reply.getHeader("content-type"));
  return compressibleType.test(type) && !String(reply.getHeader("cache-control")).includes("no-transform");
}

function acceptedEncoding(accepted: string | string[] | undefined): Encoding | undefined {
  if (typeof accepted !== "string") return undefined;
  const known = encodingCache.get(accepted);
  if (known !== undefined) return known.encoding;
  const negotiator: EncodingNegotiator = new Negotiator({ headers: { "accept-encoding": accepted } });
  const chosen = negotiator.encoding(["br", "gzip", "identity"], { preferred: ["br", "gzip"] });
  const encoding = chosen === "br" || chosen === "gzip" ? chosen : undefined;
  if (accepted.length <= maxCachedLength) encodingCache.set(accepted, { encoding });
  return encoding;
}

function addToVary(reply: FastifyReply, header: string): void {
  const vary = reply.getHeader("vary");
  reply.header("vary", vary === undefined ? header : `${vary}, ${header}`);
}
