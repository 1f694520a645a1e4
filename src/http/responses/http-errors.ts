import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { FastifyReply, FastifyRequest } from "fastify";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { errorResponse } from "../../execution/errors/error-responses.plugin.js";
import { type RequestErrorCode, serverErrorMessages } from "../../graphql/errors/request-errors.js";
import { describeError } from "../../monitoring/error-log.js";
import { securityHeaders } from "./security-headers.js";

/** Answers requests that fail before GraphQL, for example malformed JSON or a body that is too large, with a GraphQL error. */
export function answerHttpError(error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof GraphQLError) return answerRequestError(error, request, reply);
  const status = statusOf(error);
  // An invalid URL is answered before the hook that sets these headers.
  reply.code(status).headers(securityHeaders).header("x-request-id", request.id);
  if (status < 500) return send(reply, responseBody("BAD_REQUEST", badRequests[status] ?? malformed));
  request.log.error({ error: describeError(error) }, "request failed");
  const { INTERNAL_SERVER_ERROR: message } = serverErrorMessages;
  return send(reply, responseBody("INTERNAL_SERVER_ERROR", message, { requestId: request.id }));
}

/** Further properties of `extensions`. */
type Details = Readonly<Record<string, string | readonly string[]>>;

/** The response to a request whose operation is not run. */
export interface Refusal {
  readonly status: number;
  readonly code: RequestErrorCode;
  readonly message: string;
  readonly details?: Details;
}

/** Sends a refusal. */
export function refuse(reply: FastifyReply, { status, code, message, details }: Refusal) {
  if (retryableStatuses.has(status)) reply.header("retry-after", "1");
  reply.code(status).header("content-type", jsonType);
  return send(reply, responseBody(code, message, details));
}

/** The refusal of a request that accepts no media type of a response. */
export const notAcceptable: Refusal = {
  status: 406,
  code: "BAD_REQUEST",
  message: "The header Accept must allow application/json or application/graphql-response+json.",
};

const retryableStatuses = new Set([409, 503]);

/** Answers with the status 503. */
export function answerUnavailable(reply: FastifyReply, message: string) {
  return refuse(reply, { status: 503, code: "SERVICE_UNAVAILABLE", message });
}

function answerRequestError(error: GraphQLError, request: FastifyRequest, reply: FastifyReply) {
  const { errors, status, headers } = errorResponse([error], request.id);
  return send(reply.code(status).headers(headers), { errors });
}

function send(reply: FastifyReply, body: { readonly errors: readonly GraphQLFormattedError[] }) {
  reply.request.logEntry?.end(body.errors);
  return reply.send(body);
}

const jsonType = "application/json; charset=utf-8";

/** Returns the content type and body of a GraphQL error, for connections without a reply. */
export function errorBody(code: RequestErrorCode, message: string) {
  return { type: jsonType, body: JSON.stringify(responseBody(code, message)) };
}

/** Creates an error that is answered with the status 400. */
export function badRequest(message: string): Error {
  return Object.assign(new Error(message), { statusCode: 400 });
}

/** Answers requests for a path that does not exist. */
export function answerNotFound(_request: FastifyRequest, reply: FastifyReply) {
  return reply
    .code(404)
    .send(
      responseBody(
        "BAD_REQUEST",
        "The path does not exist. The API is at /graphql, with POST, or with GET for queries.",
      ),
    );
}

/**
 * Answers a connection whose request cannot be read: the headers are too large or malformed, or the client is too slow. Then it
 * closes the connection.
 */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const [status, message] = clientErrors[error.code ?? ""] ?? [400, malformed];
  const { type, body } = errorBody("BAD_REQUEST", message);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...Object.entries(securityHeaders).map(([name, value]) => `${name}: ${value}`),
    `Content-Type: ${type}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}

const malformed = 'The request must be well-formed and its body JSON, such as {"query": "{ __typename }"}.';

const clientErrors: Readonly<Record<string, readonly [status: number, message: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "The request took too long to arrive."],
  HPE_HEADER_OVERFLOW: [431, "The headers must have less than 16 KiB in all."],
};

const badRequests: Readonly<Record<number, string>> = {
  413: "The body must have at most 1 MiB.",
  415: "The content type must be application/json.",
};

// The URL of a request consists of its Host header and its path, so only the client can make it invalid.
function statusOf(error: Error & { statusCode?: number }): number {
  const isInvalidUrl = "code" in error && error.code === "ERR_INVALID_URL";
  return error.statusCode ?? (isInvalidUrl ? 400 : 500);
}

function responseBody(code: RequestErrorCode, message: string, details: Details = {}) {
  return { errors: [{ message, extensions: { code, ...details } }] };
}
