import type { FastifyReply, FastifyRequest } from "fastify";
import { GraphQLError } from "graphql";
import { errorResponse } from "../errors/error-responses.plugin.js";
import { type DocumentRules, readDocument } from "./document-limits.js";

/**
 * Refuses a request whose document breaks the rules. Apollo Server would validate the document before it asked anybody.
 * @returns the answer; undefined for a request that may go on.
 */
export function refuseDocument(request: FastifyRequest, reply: FastifyReply, rules: DocumentRules): string | undefined {
  const refusal = refusalOf(queryOf(request), rules);
  if (refusal === undefined) return undefined;
  const { errors, status } = errorResponse([refusal], request.id);
  request.logEntry?.end(errors);
  reply.code(status).header("content-type", contentTypeFor(request));
  return `${JSON.stringify({ errors })}\n`;
}

function refusalOf(query: unknown, rules: DocumentRules): GraphQLError | undefined {
  if (typeof query !== "string") return undefined;
  try {
    readDocument(query, rules);
    return undefined;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    // About what is no GraphQL, Apollo Server is the authority.
    return error.extensions.code === undefined ? undefined : error;
  }
}

function queryOf({ method, body, query }: FastifyRequest): unknown {
  const { query: text } = ((method === "GET" ? query : body) ?? {}) as { readonly query?: unknown };
  return text;
}

function contentTypeFor({ headers: { accept } }: FastifyRequest): string {
  const type = accept?.includes("application/graphql-response+json") ? "graphql-response+json" : "json";
  return `application/${type}; charset=utf-8`;
}
