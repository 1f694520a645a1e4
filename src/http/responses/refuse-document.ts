import type { FastifyReply } from "fastify";
import type { GraphQLError } from "graphql";
import { errorResponse, mustAnswerWith200 } from "../../execution/errors/error-responses.plugin.js";
import { notAcceptable, refuse } from "./http-errors.js";
import { responseMediaType } from "./response-media-type.js";

/**
 * Refuses the document of a request before Apollo Server reads it.
 * @returns the body of the response, or undefined if the reply is already sent.
 */
export function refuseDocument(error: GraphQLError, reply: FastifyReply): string | undefined {
  const { request } = reply;
  const { accept } = request.headers;
  const contentType = responseMediaType(accept);
  if (contentType === undefined) return void refuse(reply, notAcceptable);
  const { errors, status } = errorResponse([error], request.id);
  request.logEntry?.end(errors);
  reply.code(mustAnswerWith200(errors, accept) ? 200 : status).header("content-type", contentType);
  return `${JSON.stringify({ errors })}\n`;
}
