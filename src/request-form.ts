import type { FastifyReply, FastifyRequest, onRequestHookHandler, preValidationHookHandler } from "fastify";
import { refuse } from "./errors/http-errors.js";

/** Refuses compressed bodies: a small one may become a huge one. */
export const refuseContentEncoding: onRequestHookHandler = (request: FastifyRequest, reply: FastifyReply, done) => {
  const encoding = request.headers["content-encoding"];
  if (encoding === undefined || encoding.trim().toLowerCase() === "identity") return done();
  reply.header("accept-encoding", "identity");
  const message = "The body must not be compressed: send it without Content-Encoding.";
  refuse(reply, { status: 415, code: "BAD_REQUEST", message });
};

/** Takes an empty operation name for none: some clients send the parameter always. */
export const ignoreEmptyOperationName: preValidationHookHandler = (request, _reply, done) => {
  const { body, raw } = request;
  if (typeof body === "object" && body !== null && "operationName" in body && body.operationName === "") {
    body.operationName = null;
  }
  if (raw.url !== undefined) raw.url = raw.url.replace(/([?&])operationName=(?=&|$)/, "$1");
  done();
};
