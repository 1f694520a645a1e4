import type { FastifyReply, FastifyRequest } from "fastify";
import { GraphQLError } from "graphql";
import { errorResponse } from "../../execution/errors/error-responses.plugin.js";
import { type DocumentRules, readDocument } from "../../execution/limits/document-limits.js";
import { responseMediaType } from "../responses/response-media-type.js";
import type { RequestStep } from "./request-step.js";

/** Refuses a document that exceeds the limits. Apollo Server would validate it before it finds the caller. */
export function checkDocument(rules: DocumentRules): RequestStep {
  return async function checkDocument(request, reply, next) {
    const error = findExceededLimit(queryOf(request), rules);
    return error === undefined ? next(request, reply) : refuseDocument(error, request, reply);
  };
}

function findExceededLimit(query: unknown, rules: DocumentRules): GraphQLError | undefined {
  if (typeof query !== "string") return undefined;
  try {
    readDocument(query, rules);
    return undefined;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    // A syntax error has no code. Apollo Server answers it.
    return error.extensions.code === undefined ? undefined : error;
  }
}

function refuseDocument(error: GraphQLError, request: FastifyRequest, reply: FastifyReply): string {
  const { errors, status } = errorResponse([error], request.id);
  request.logEntry?.end(errors);
  reply.code(status).header("content-type", responseMediaType(request.headers.accept));
  return `${JSON.stringify({ errors })}\n`;
}

function queryOf({ method, body, query }: FastifyRequest): unknown {
  const { query: text } = ((method === "GET" ? query : body) ?? {}) as { readonly query?: unknown };
  return text;
}
