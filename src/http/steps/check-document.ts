import type { FastifyRequest } from "fastify";
import { GraphQLError } from "graphql";
import { type DocumentRules, readDocument } from "../../execution/limits/document-limits.js";
import { refuseDocument } from "../responses/refuse-document.js";
import type { RequestStep } from "./request-step.js";

/** Refuses a document that exceeds the limits or is not trusted. Apollo Server would validate it before it finds the caller. */
export function checkDocument(rules: DocumentRules): RequestStep {
  return async function checkDocument(request, reply, next) {
    const error = findExceededLimit(queryOf(request), rules);
    return error === undefined ? next(request, reply) : refuseDocument(error, reply);
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

function queryOf({ method, body, query }: FastifyRequest): unknown {
  const { query: text } = ((method === "GET" ? query : body) ?? {}) as { readonly query?: unknown };
  return text;
}
