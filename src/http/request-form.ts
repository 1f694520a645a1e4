import type { FastifyReply, FastifyRequest, onRequestHookHandler, preValidationHookHandler } from "fastify";
import { parseUrl } from "./parse-url.js";
import { refuse } from "./responses/http-errors.js";

/** Refuses compressed bodies, because a small one can be huge after decompression. */
export const refuseContentEncoding: onRequestHookHandler = (request: FastifyRequest, reply: FastifyReply, done) => {
  const encoding = request.headers["content-encoding"];
  if (encoding === undefined || encoding.trim().toLowerCase() === "identity") return done();
  reply.header("accept-encoding", "identity");
  const message = "The body must not be compressed. Send it without Content-Encoding.";
  refuse(reply, { status: 415, code: "BAD_REQUEST", message });
};

/**
 * Refuses a `Host` that is no host (RFC 9112, 3.2). Apollo Server would refuse it when it reads the URL, but only on the plain path.
 */
export const refuseInvalidHost: onRequestHookHandler = (request: FastifyRequest, reply: FastifyReply, done) => {
  if (parseUrl(`${request.protocol}://${request.hostname}/`)) return done();
  refuse(reply, {
    status: 400,
    code: "BAD_REQUEST",
    message: "The header Host must be a host, such as shop.example.com.",
  });
};

declare module "fastify" {
  interface FastifyContextConfig {
    /** True if the body can have any content type and charset. */
    readonly takesAnyBody?: boolean;
  }
}

/** Refuses a body whose charset is not UTF-8, because it would be decoded as UTF-8. */
export const refuseCharset: onRequestHookHandler = (request: FastifyRequest, reply: FastifyReply, done) => {
  const type = request.headers["content-type"];
  if (type === undefined || !type.includes(";")) return done();
  if (request.routeOptions.config.takesAnyBody) return done();
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(type)?.[1];
  if (charset === undefined || ["utf-8", "utf8", "us-ascii"].includes(charset.toLowerCase())) return done();
  refuse(reply, { status: 415, code: "BAD_REQUEST", message: "The body must be JSON in UTF-8." });
};

/** Ignores an empty operation name, because some clients always send the parameter. */
export const ignoreEmptyOperationName: preValidationHookHandler = (request, _reply, done) => {
  const { body, raw } = request;
  if (typeof body === "object" && body !== null && "operationName" in body && body.operationName === "") {
    body.operationName = null;
  }
  if (raw.url?.includes("operationName=")) raw.url = raw.url.replace(/([?&])operationName=(?=&|$)/, "$1");
  done();
};
