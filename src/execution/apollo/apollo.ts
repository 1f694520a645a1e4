import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import type { Context } from "../../access/context.js";
import { answerErrors, type MaskError } from "../errors/error-answers.plugin.js";
import type { Admission } from "../operations/admission.js";
import { apolloAnswers } from "../operations/apollo-answers.js";
import type { KnownOperations } from "../operations/known-operations.js";
import { refuseLargeReads } from "../operations/large-reads.plugin.js";
import { admit } from "./admission.plugin.js";
import { readExactVariables } from "./read-exact-variables.plugin.js";
import { rememberOperations } from "./remember-operations.plugin.js";
import { reportOperations } from "./report-operations.plugin.js";

/** What Apollo Server answers with. */
export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly operations: KnownOperations;
  readonly admission: Admission;
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
  const { schema, operations, admission, mask, introspection, maxBytes, logger } = options;
  return new ApolloServer<Context>({
    schema,
    introspection,
    csrfPrevention: { requestHeaders: preflightedHeaders },
    includeStacktraceInErrorResponses: false,
    ...apolloAnswers(mask, maxBytes),
    persistedQueries: false,
    // Signals are the process's business; Apollo would send each of them a second time.
    stopOnTerminationSignals: false,
    logger,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      reportOperations,
      readExactVariables,
      admit(admission),
      refuseLargeReads,
      rememberOperations(operations),
      answerErrors(logger),
    ],
  });
}
