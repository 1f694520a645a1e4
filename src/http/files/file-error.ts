import type { FastifyReply, FastifyRequest } from "fastify";
import { GraphQLError } from "graphql";
import type { Logger } from "pino";
import { isDatabaseUnavailable } from "../../database/errors/errors.js";
import { errorResponse, logFault, maskError } from "../../execution/errors/error-responses.plugin.js";
import { answerHttpError } from "../responses/http-errors.js";

/** Answers an error of a request for a file as GraphQL answers it, and logs it if the server has caused it. */
export function answerFileError(error: Error, request: FastifyRequest, reply: FastifyReply) {
  if (!(error instanceof GraphQLError || isDatabaseUnavailable(error))) return answerHttpError(error, request, reply);
  const fault = error instanceof GraphQLError ? error : new GraphQLError("", { originalError: error });
  logFault(request.log as Logger, fault, { requestId: request.id });
  const { errors, status, headers } = errorResponse([fault], request.id, maskError, 500);
  request.logEntry?.end(errors);
  return reply.code(status).headers(headers).send({ errors });
}
