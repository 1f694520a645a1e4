import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";
import {
  type DocumentNode,
  type ExecutionArgs,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  validate,
} from "graphql";
import { useServer as serveWebSockets } from "graphql-ws/use/ws";
import type { Logger } from "pino";
import { WebSocketServer } from "ws";
import { checkAccess } from "../access/auth/check-access.js";
import { Context, type RequestContext } from "../access/context.js";
import { logFault, type MaskError } from "../execution/errors/error-responses.plugin.js";
import { type DocumentRules, readDocument } from "../execution/limits/document-limits.js";
import { CachedOperation } from "../execution/operations/operation-cache.js";
import type { OperationGuard } from "../execution/operations/operation-guard.js";
import { RequestVariables } from "../execution/operations/request-variables.js";
import type { Variables } from "../graphql/cost/variable-values.js";
import {
  badUserInput,
  operationNotFound,
  type RequestErrorCode,
  unauthenticated,
} from "../graphql/errors/request-errors.js";
import { exactPayload } from "../graphql/json/exact-messages.js";
import { describeError } from "../monitoring/error-log.js";
import type { Metrics } from "../monitoring/metrics.js";
import { RequestLogEntry } from "../monitoring/request-log-entry.js";
import type { ReadableChange } from "../shop/history/change.type.js";
import type { ChangeFeed } from "../shop/history/change-feed.js";
import type { SubscriptionContext } from "../shop/history/subscription-context.js";
import { clientAddressOf } from "./forwarded-for.js";
import { logRequest } from "./log-requests.js";
import { clientRequestIdOf, connectionRequestId } from "./request-id.js";
import { handleWebSockets } from "./web-sockets.js";

/** The parts of the server that subscriptions use. */
export interface SubscriptionOptions {
  readonly path: string;
  readonly schema: GraphQLSchema;
  readonly documentRules: DocumentRules;
  readonly operationGuard: OperationGuard;
  readonly mask: MaskError;
  readonly changeFeed: ChangeFeed;
  readonly logger: Logger;
  readonly metrics: Metrics | undefined;
  /** The number of proxies in front of the server. */
  readonly trustedProxies: number;
  requestContext(
    request: Pick<RequestContext, "authorization" | "clientAddress" | "requestId" | "logEntry">,
  ): RequestContext;
}

const maxMessageBytes = 1_048_576;
const maxSubscriptions = 100;
/** The maximum time for clients to close their connections when the server closes. */
const maxCloseMs = 2_000;
/** A close code of WebSocket. */
const tryAgainLater = 1013;

interface Connection {
  readonly connectionParams?: Readonly<Record<string, unknown>> | undefined;
  readonly extra: { readonly request: IncomingMessage };
  /** The subscriptions by their ids, including the one that is being started. */
  readonly subscriptions: Readonly<Record<string, unknown>>;
}

/**
 * Serves subscriptions over WebSocket at the path of the endpoint, with the protocol `graphql-transport-ws`. Clients send their
 * credential as `authorization` in the payload of `connection_init`, or as a header of the WebSocket request. They send queries
 * and mutations over HTTP.
 */
export async function subscriptions(app: FastifyInstance, options: SubscriptionOptions): Promise<void> {
  const { path, mask, changeFeed, logger, metrics, trustedProxies, requestContext } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });
  metrics?.watchWebSockets(() => sockets.clients.size);

  const server = serveWebSockets(
    {
      onConnect: async (connection) => {
        try {
          return (await contextOf(connection).findCaller()) !== null;
        } catch (error) {
          logger.error({ error: describeError(error) }, "connection failed");
          connection.extra.socket.close(tryAgainLater, "Try again later");
          return false;
        }
      },
      onSubscribe: async (connection, _id, payload) => {
        const { query, operationName, variables } = exactPayload(connection.extra.socket, payload);
        const context = contextOf(connection);
        const start = async () => {
          checkSubscriptionCount(connection);
          return createExecution(
            context,
            { query, operationName: operationName || null, variables: variables ?? {} },
            options,
          );
        };
        const result = await start().catch((error) => [
          error instanceof GraphQLError ? error : new GraphQLError("", { originalError: error }),
        ]);
        if (Array.isArray(result)) report(context, result);
        return result;
      },
      onOperation: (_connection, _id, _payload, { contextValue }, result) =>
        report(contextValue as Context, ("errors" in result && result.errors) || []),
      onNext: (_connection, _id, _payload, { contextValue }, result) =>
        result.errors && {
          data: result.data ?? null,
          errors: maskErrors(result.errors, contextValue as Context),
        },
      onError: (connection, _id, _payload, errors) => maskErrors(errors, contextOf(connection)),
    },
    sockets,
  );

  function contextOf({ connectionParams, extra: { request } }: Connection): Context {
    const given = connectionParams?.authorization ?? connectionParams?.Authorization ?? request.headers.authorization;
    const requestId = connectionRequestId(request);
    return new Context(
      requestContext({
        authorization: typeof given === "string" ? given : undefined,
        clientAddress: clientAddressOf(request, trustedProxies),
        requestId,
        logEntry: new RequestLogEntry(requestId, clientRequestIdOf(request)),
      }),
    );
  }

  function maskErrors(errors: readonly GraphQLError[], { requestId }: Context): GraphQLFormattedError[] {
    return errors.map((error) => {
      logFault(logger, error, { requestId });
      const { extensions, ...formatted } = mask(error.toJSON(), error);
      const { http: _, ...details } = extensions ?? {};
      if (details.code === "INTERNAL_SERVER_ERROR") details.requestId = requestId;
      return { ...formatted, extensions: details };
    });
  }

  /** Logs and counts the start of a subscription, or its refusal. Its end is not waited for, because it can run for days. */
  function report({ logEntry }: Context, errors: readonly GraphQLError[]): void {
    logEntry.end(errors.map((error) => mask(error.toJSON(), error)));
    logRequest(logger, logEntry);
    metrics?.countOperation(logEntry);
  }

  handleWebSockets(app, path, sockets);
  app.addHook("preClose", async () => {
    setTimeout(() => {
      for (const client of sockets.clients) client.terminate();
    }, maxCloseMs).unref();
    // This closes the connections without completing the subscriptions, so that clients subscribe again at another server.
    await server.dispose();
    await changeFeed.close();
  });
}

/** The payload of `subscribe`. */
interface SubscribePayload {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Variables;
}

/** Authorizes a subscription. Returns the arguments for graphql-js, or the validation errors of the document. */
async function createExecution(
  context: Context,
  { query, operationName, variables }: SubscribePayload,
  { schema, documentRules, operationGuard, changeFeed }: SubscriptionOptions,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  context.refusalChargedTo = await operationGuard.chargeRefusal(context);
  const document = parseDocument(query, documentRules);
  const faults = validate(schema, document);
  if (faults.length > 0) return faults.map((fault) => withCode(fault, "GRAPHQL_VALIDATION_FAILED"));
  const operation = getOperationAST(document, operationName);
  if (!operation) throw operationNotFound();
  context.logEntry.start(operation);
  if (operation.operation !== "subscription") {
    throw badUserInput("Only subscriptions are accepted over WebSocket. Send queries and mutations over HTTP.");
  }
  operationGuard.checkValues(variables);
  const cachedOperation = new CachedOperation(schema, document, operation);
  const requestVariables = new RequestVariables(variables);
  const { requirements, fault } = cachedOperation.requirements(requestVariables);
  const checkCaller = async () => {
    // The cache is not used: a change can be delivered before the mutation that removes the access of the caller is answered.
    const caller = await context.findCallerUncached();
    if (caller === null) throw unauthenticated();
    checkAccess(requirements, caller);
    return caller;
  };
  context.setCaller(await checkCaller());
  if (fault) throw fault;
  await operationGuard.charge(context, cachedOperation, requestVariables);
  const contextValue = subscriptionContext(context, (where) =>
    changeFeed.subscribe({ where, checkAccess: async () => void (await checkCaller()) }),
  );
  return { schema, document, operationName, variableValues: variables, contextValue };
}

function subscriptionContext(
  context: Context,
  subscribeToChanges: SubscriptionContext["subscribeToChanges"],
): SubscriptionContext {
  let loadedAt: number | undefined;
  return Object.assign(context, {
    resetLoadersFor: ({ at }: ReadableChange) => {
      const timestamp = new Date(at).getTime();
      if (timestamp !== loadedAt) context.resetLoaders();
      loadedAt = timestamp;
    },
    subscribeToChanges,
  });
}

function checkSubscriptionCount({ subscriptions }: Connection): void {
  if (Object.keys(subscriptions).length <= maxSubscriptions) return;
  throw badUserInput(`A connection can have at most ${maxSubscriptions} subscriptions.`);
}

function parseDocument(query: string, rules: DocumentRules): DocumentNode {
  try {
    return readDocument(query, rules);
  } catch (error) {
    const isSyntaxError = error instanceof GraphQLError && error.extensions.code === undefined;
    if (isSyntaxError) throw withCode(error, "GRAPHQL_PARSE_FAILED");
    throw error;
  }
}

function withCode(error: GraphQLError, code: RequestErrorCode): GraphQLError {
  Object.assign(error.extensions, { code });
  return error;
}
