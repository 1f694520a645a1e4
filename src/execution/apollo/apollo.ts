import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import type { Context } from "../../access/context.js";
import { errorResponses, type MaskError } from "../errors/error-responses.plugin.js";
import { apolloResponses } from "../operations/apollo-responses.js";
import { refuseLargeReads } from "../operations/large-reads.plugin.js";
import type { OperationCache } from "../operations/operation-cache.js";
import type { OperationGuard } from "../operations/operation-guard.js";
import { cacheOperations } from "./cache-operations.plugin.js";
import { logOperations } from "./log-operations.plugin.js";
import { authorize } from "./operation-guard.plugin.js";
import { readExactVariables } from "./read-exact-variables.plugin.js";

/** What Apollo Server answers with. */
export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly operations: OperationCache;
  readonly operationGuard: OperationGuard;
  readonly mask: MaskError;
  /** Whether the schema may be asked for. */
  readonly introspection: boolean;
  /** No answer is larger. */
  readonly maxBytes: number;
  readonly logger: Logger;
}

/** A page of another site cannot send these without the browser asking the server first. The first two are Apollo's own. */
const preflightedHeaders = ["x-apollo-operation-name", "apollo-require-preflight", "authorization"];

/** Builds the Apollo Server that answers what is not known yet. It is not started. */
export function createApollo(options: ApolloOptions): ApolloServer<Context> {
  const { schema, operations, operationGuard, mask, introspection, maxBytes, logger } = options;
  return new ApolloServer<Context>({
    schema,
    introspection,
    csrfPrevention: { requestHeaders: preflightedHeaders },
    includeStacktraceInErrorResponses: false,
    ...apolloResponses(mask, maxBytes),
    persistedQueries: false,
    // Signals are the process's business; Apollo would send each of them a second time.
    stopOnTerminationSignals: false,
    logger,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      logOperations,
      readExactVariables,
      authorize(operationGuard),
      refuseLargeReads,
      cacheOperations(operations),
      errorResponses(logger),
    ],
  });
}
