import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import type { Context } from "../../access/context.js";
import { errorResponses, type MaskError } from "../errors/error-responses.plugin.js";
import { refuseLargeReads } from "../operations/large-reads.plugin.js";
import type { OperationCache } from "../operations/operation-cache.js";
import type { OperationGuard } from "../operations/operation-guard.js";
import { apolloResponses } from "./apollo-responses.js";
import { authorizeOperations } from "./authorize-operations.plugin.js";
import { cacheOperations } from "./cache-operations.plugin.js";
import { logOperations } from "./log-operations.plugin.js";
import { readExactVariables } from "./read-exact-variables.plugin.js";

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly operationCache: OperationCache;
  readonly operationGuard: OperationGuard;
  readonly mask: MaskError;
  /** Allows introspection of the schema. */
  readonly introspection: boolean;
  /** The maximum size of a response. */
  readonly maxBytes: number;
  readonly logger: Logger;
}

/** Browsers send a preflight request before they send one of these headers to another site. The first two are Apollo's. */
const preflightedHeaders = ["x-apollo-operation-name", "apollo-require-preflight", "authorization"];

/** Creates the Apollo Server that answers operations which are not in the operation cache. The caller must start it. */
export function createApollo(options: ApolloOptions): ApolloServer<Context> {
  const { schema, operationCache, operationGuard, mask, introspection, maxBytes, logger } = options;
  return new ApolloServer<Context>({
    schema,
    introspection,
    csrfPrevention: { requestHeaders: preflightedHeaders },
    includeStacktraceInErrorResponses: false,
    ...apolloResponses(mask, maxBytes),
    persistedQueries: false,
    // main.ts handles signals. Apollo would send each signal to the process a second time.
    stopOnTerminationSignals: false,
    logger,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      // Otherwise a header of a request to a subgraph has each field traced, and the trace in the response.
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      logOperations,
      readExactVariables,
      authorizeOperations(operationGuard),
      refuseLargeReads,
      cacheOperations(operationCache),
      errorResponses(logger),
    ],
  });
}
