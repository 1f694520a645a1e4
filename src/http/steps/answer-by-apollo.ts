import type { ApolloServer } from "@apollo/server";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import type { FastifyRequest, RouteHandlerMethod } from "fastify";
import type { Context } from "../../access/context.js";
import type { CreateContext } from "./create-context.js";
import type { RequestStep } from "./request-step.js";

/** Answers every request that reaches it. Apollo Server parses, validates, authorizes and executes the operation. */
export function answerByApollo(apollo: ApolloServer<Context>, createContext: CreateContext): RequestStep {
  const handler = fastifyApolloHandler(apollo, {
    context: async (request: FastifyRequest) => createContext(request),
  }) as RouteHandlerMethod;
  return async function answerByApollo(request, reply) {
    return (await handler.call(request.server, request, reply)) as string | undefined;
  };
}
