import type { FastifyReply } from "fastify";
import type { GraphQLFormattedError } from "graphql";
import type { Caller } from "../../access/auth/caller.js";
import { mustAnswerWith200 } from "../../execution/errors/error-responses.plugin.js";
import { notAcceptable, refuse } from "../responses/http-errors.js";
import { responseMediaType } from "../responses/response-media-type.js";
import { missingScopesOf, type StoredResponse } from "./stored-response.js";

/** Answers with a stored response if the caller still has all scopes that they had when the mutation ran. */
export function replayResponse(stored: StoredResponse, caller: Caller, reply: FastifyReply): string | undefined {
  const { accept } = reply.request.headers;
  const contentType = responseMediaType(accept);
  if (contentType === undefined) return void refuse(reply, notAcceptable);
  const missingScopes = missingScopesOf(stored, caller);
  if (missingScopes.length > 0) {
    const message = `The stored response to this mutation requires the scope ${missingScopes.join(", ")}.`;
    return void refuse(reply, { status: 403, code: "FORBIDDEN", message, details: { missingScopes } });
  }
  const { errors = [] } = JSON.parse(stored.body) as { errors?: GraphQLFormattedError[] };
  const status = mustAnswerWith200(errors, accept) ? 200 : stored.status;
  reply.code(status).headers({ "content-type": contentType, "idempotent-replayed": "true" });
  return stored.body;
}
