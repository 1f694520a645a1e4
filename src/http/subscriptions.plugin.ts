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

/** What subscriptions are made of. */
export interface SubscriptionOptions {
  readonly path: string;
  readonly schema: GraphQLSchema;
  readonly documentRules: DocumentRules;
  readonly operationGuard: OperationGuard;
  readonly mask: MaskError;
  readonly changeFeed: ChangeFeed;
  readonly logger: Logger;
  readonly metrics: Metrics | undefined;
  /** How many proxies stand before the server. */
  readonly trustedProxies: number;
  requestContext(
    request: Pick<RequestContext, "authorization" | "clientAddress" | "requestId" | "logEntry">,
  ): RequestContext;
}

const maxMessageBytes = 1_048_576;
const maxSubscriptions = 100;
/** How long clients may take to say goodbye when the server closes. */
const maxGoodbyeMs = 2_000;
/** A code of the WebSocket protocol's registry. */
const tryAgainLater = 1013;

interface Connection {
  readonly connectionParams?: Readonly<Record<string, unknown>> | undefined;
  readonly extra: { readonly request: IncomingMessage };
  /** By their ids; the one that is being asked for is among them. */
  readonly subscriptions: Readonly<Record<string, unknown>>;
}

/**
 * Serves subscriptions over WebSocket, by the protocol `graphql-transport-ws`, at the path of the endpoint. The credential
 * comes as `authorization` in the payload of `connection_init`, or in the header of the upgrade. Queries and mutations go
 * over HTTP.
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
        const begin = async () => {
          checkCount(connection);
          return executionOf(
            context,
            { query, operationName: operationName || null, variables: variables ?? {} },
            options,
          );
        };
        const result = await begin().catch((error) => [
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
          errors: masked(result.errors, contextValue as Context),
        },
      onError: (connection, _id, _payload, errors) => masked(errors, contextOf(connection)),
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

  function masked(errors: readonly GraphQLError[], { requestId }: Context): GraphQLFormattedError[] {
    return errors.map((error) => {
      logFault(logger, error, { requestId });
      const { extensions, ...formatted } = mask(error.toJSON(), error);
      const { http: _, ...details } = extensions ?? {};
      if (details.code === "INTERNAL_SERVER_ERROR") details.requestId = requestId;
      return { ...formatted, extensions: details };
    });
  }

  /** Whether a subscription has begun; it may go on for days. */
  function report({ logEntry }: Context, errors: readonly GraphQLError[]): void {
    logEntry.end(errors.map((error) => mask(error.toJSON(), error)));
    logRequest(logger, logEntry);
    metrics?.countOperation(logEntry);
  }

  handleWebSockets(app, path, sockets);
  app.addHook("preClose", async () => {
    setTimeout(() => {
      for (const client of sockets.clients) client.terminate();
    }, maxGoodbyeMs).unref();
    // Subscriptions are cut, not completed: that tells their clients to subscribe again, to whoever is there then.
    await server.dispose();
    await changeFeed.close();
  });
}

/** What a client asks to follow. */
interface Request {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Variables;
}

/** What graphql-js is given to run, or what is wrong with the document. */
async function executionOf(
  context: Context,
  { query, operationName, variables }: Request,
  { schema, documentRules, operationGuard, changeFeed }: SubscriptionOptions,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  context.refusalChargedTo = await operationGuard.chargeRefusal(context);
  const document = parsed(query, documentRules);
  const faults = validate(schema, document);
  if (faults.length > 0) return faults.map((fault) => withCode(fault, "GRAPHQL_VALIDATION_FAILED"));
  const operation = getOperationAST(document, operationName);
  if (!operation) throw operationNotFound();
  context.logEntry.start(operation);
  if (operation.operation !== "subscription") {
    throw badUserInput("Only subscriptions come over WebSocket; send queries and mutations over HTTP.");
  }
  operationGuard.checkValues(variables);
  const known = new CachedOperation(schema, document, operation);
  const requestVariables = new RequestVariables(variables);
  const { requirements, fault } = known.requirements(requestVariables);
  const checkCaller = async () => {
    // A change is delivered before whoever took access away has their answer.
    const caller = await context.findCallerUncached();
    if (caller === null) throw unauthenticated();
    checkAccess(requirements, caller);
    return caller;
  };
  context.setCaller(await checkCaller());
  if (fault) throw fault;
  await operationGuard.charge(context, known, requestVariables);
  const contextValue = subscriptionContext(context, (where) =>
    changeFeed.subscribe({ where, checkAccess: async () => void (await checkCaller()) }),
  );
  return { schema, document, operationName, variableValues: variables, contextValue };
}

function subscriptionContext(
  context: Context,
  subscribeToChanges: SubscriptionContext["subscribeToChanges"],
): SubscriptionContext {
  let moment: number | undefined;
  return Object.assign(context, {
    resetLoadersFor: ({ at }: ReadableChange) => {
      const turnedTo = new Date(at).getTime();
      if (turnedTo !== moment) context.resetLoaders();
      moment = turnedTo;
    },
    subscribeToChanges,
  });
}

function checkCount({ subscriptions }: Connection): void {
  if (Object.keys(subscriptions).length <= maxSubscriptions) return;
  throw badUserInput(`A connection carries at most ${maxSubscriptions} subscriptions.`);
}

function parsed(query: string, rules: DocumentRules): DocumentNode {
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
