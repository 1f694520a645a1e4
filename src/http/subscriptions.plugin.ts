import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";
import { type ExecutionArgs, GraphQLError, type GraphQLFormattedError, getOperationAST } from "graphql";
import { useServer as serveWebSockets } from "graphql-ws/use/ws";
import type { Logger } from "pino";
import { WebSocketServer } from "ws";
import { checkAccess } from "../access/auth/check-access.js";
import { Context, type RequestContext } from "../access/context.js";
import { logFault, type MaskError } from "../execution/errors/error-responses.plugin.js";
import { CachedOperation } from "../execution/operations/operation-cache.js";
import type { OperationGuard } from "../execution/operations/operation-guard.js";
import type { DocumentParameters } from "../execution/operations/persisted-documents.js";
import { RequestVariables } from "../execution/operations/request-variables.js";
import type { Variables } from "../graphql/cost/variable-values.js";
import { badUserInput, operationNotFound, unauthenticated } from "../graphql/errors/request-errors.js";
import { exactPayload } from "../graphql/json/exact-messages.js";
import { describeError } from "../monitoring/error-log.js";
import type { Metrics } from "../monitoring/metrics.js";
import { RequestLogEntry } from "../monitoring/request-log-entry.js";
import { createActorLoaders } from "../shop/history/actor.loaders.js";
import type { ReadableChange } from "../shop/history/change.type.js";
import type { ChangeFeed } from "../shop/history/change-feed.js";
import type { SubscriptionContext } from "../shop/history/subscription-context.js";
import { maySeeJob } from "../shop/job/job.loaders.js";
import { type JobFeed, unknownJob } from "../shop/job/job-feed.js";
import type { JobSubscriptionContext } from "../shop/job/job-subscription.resolver.js";
import { chargeEvents } from "./charge-events.js";
import { clientAddressOf } from "./forwarded-for.js";
import { logRequest } from "./log-requests.js";
import { clientRequestIdOf, connectionRequestId } from "./request-id.js";
import { type DocumentOptions, readSubscriptionDocument } from "./subscription-document.js";
import { handleWebSockets, type WebSocketOptions } from "./web-sockets.js";

/** The parts of the server that subscriptions use. */
export interface SubscriptionOptions extends WebSocketOptions, DocumentOptions {
  readonly operationGuard: OperationGuard;
  readonly mask: MaskError;
  readonly changeFeed: ChangeFeed;
  readonly jobFeed: JobFeed;
  readonly logger: Logger;
  readonly metrics: Metrics | undefined;
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
  const { mask, changeFeed, jobFeed, logger, metrics, trustedProxies, requestContext } = options;
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
        const { query, documentId, operationName, variables, extensions } = exactPayload<
          typeof payload & DocumentParameters
        >(connection.extra.socket, payload);
        const context = contextOf(connection);
        const start = async () => {
          checkSubscriptionCount(connection);
          return createExecution(
            context,
            { query, documentId, operationName: operationName || null, variables: variables ?? {}, extensions },
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

  handleWebSockets(app, sockets, options);
  app.addHook("preClose", async () => {
    setTimeout(() => {
      for (const client of sockets.clients) client.terminate();
    }, maxCloseMs).unref();
    // This closes the connections without completing the subscriptions, so that clients subscribe again at another server.
    await server.dispose();
    await Promise.all([changeFeed.close(), jobFeed.close()]);
  });
}

/** The payload of `subscribe`. */
interface SubscribePayload {
  /** Can be empty if the document is named by its id: by `documentId`, or by a hash in `extensions`. */
  readonly query: string;
  readonly documentId: unknown;
  readonly extensions: unknown;
  readonly operationName: string | null;
  readonly variables: Variables;
}

/** Authorizes a subscription. Returns the arguments for graphql-js, or the validation errors of the document. */
async function createExecution(
  context: Context,
  { operationName, variables, ...parameters }: SubscribePayload,
  options: SubscriptionOptions,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  const { schema, operationGuard, changeFeed, jobFeed } = options;
  context.refusalChargedTo = await operationGuard.chargeRefusal(context);
  const document = readSubscriptionDocument(parameters, options);
  if (!("kind" in document)) return document;
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
  const caller = await checkCaller();
  context.setCaller(caller);
  if (fault) throw fault;
  await operationGuard.charge(context, cachedOperation, requestVariables);
  const { token } = caller;
  const contextValue = subscriptionContext(context, {
    subscribeToChanges: async (where) => {
      const checkAccess = async () => void (await checkCaller());
      const changes = await changeFeed.subscribe({ where, token, checkAccess });
      return chargeEvents(changes, () => operationGuard.chargeEvent(context));
    },
    subscribeToJob: (id) =>
      jobFeed.subscribe(id, {
        token,
        checkAccess: async (job) => {
          if (!maySeeJob(await checkCaller(), job)) throw unknownJob();
        },
      }),
  });
  return { schema, document, operationName, variableValues: variables, contextValue };
}

function subscriptionContext(
  context: Context,
  sources: Pick<SubscriptionContext, "subscribeToChanges"> & Pick<JobSubscriptionContext, "subscribeToJob">,
): SubscriptionContext & JobSubscriptionContext {
  let loadedAt: number | undefined;
  return Object.assign(context, {
    resetLoadersFor: ({ at }: ReadableChange) => {
      const timestamp = new Date(at).getTime();
      context.resetLoaders(timestamp === loadedAt ? createActorLoaders : undefined);
      loadedAt = timestamp;
    },
    ...sources,
  });
}

function checkSubscriptionCount({ subscriptions }: Connection): void {
  if (Object.keys(subscriptions).length <= maxSubscriptions) return;
  throw badUserInput(`A connection can have at most ${maxSubscriptions} subscriptions.`);
}
