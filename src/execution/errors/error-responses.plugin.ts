import type { ApolloServerPlugin } from "@apollo/server";
import { GraphQLError, type GraphQLFormattedError, Kind } from "graphql";
import type { Logger } from "pino";
import type { Context } from "../../access/context.js";
import type { Deadline } from "../../database/cancellation/deadline.js";
import { isDatabaseUnavailable } from "../../database/errors/errors.js";
import { isRequestErrorCode, type RequestErrorCode, serverErrorMessages } from "../../graphql/errors/request-errors.js";
import { describeError } from "../../monitoring/error-log.js";
import { redactMessage, removeSuggestion } from "../../monitoring/redact-message.js";

/** Removes the parts of an error that clients must not see. */
export type MaskError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/** Masks an error and removes the suggestions of graphql-js, because they contain names of a schema that is hidden. */
export const maskErrorAndSchema: MaskError = (formatted, error) => {
  const masked = maskError(formatted, error);
  return { ...masked, message: removeSuggestion(masked.message) };
};

/**
 * Masks an error. A client error loses the values that the client has sent. A server error gets a general message, which says
 * nothing about the cause.
 */
export function maskError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const code = codeOf(error);
  const message = error instanceof GraphQLError ? redactMessage(error) : formatted.message;
  if (code === formatted.extensions?.code && code !== "INTERNAL_SERVER_ERROR") return { ...formatted, message };
  const { locations, path } = formatted;
  return {
    message: isServerFault(code) ? serverErrorMessages[code] : message,
    ...(locations && { locations }),
    ...(path && { path }),
    extensions: { code },
  };
}

/** The request that an error belongs to. */
export interface FailedRequest {
  readonly requestId: string;
  readonly operationName?: string | null | undefined;
  readonly deadline?: Deadline | undefined;
}

/** Logs an error if the server has caused it. The end of a request's time is no fault, and is logged once by `limitTime`. */
export function logFault(
  logger: Logger,
  error: GraphQLError,
  { requestId, operationName, deadline }: FailedRequest,
): void {
  if (!isServerFault(codeOf(error))) return;
  const cause = causeOf(error);
  if (deadline?.isOver && isDatabaseUnavailable(cause)) deadline.end();
  else logger.error({ requestId, operationName, path: error.path, error: describeError(cause) }, "operation failed");
}

/** Logs server errors. Sets the status, the headers and the request id of responses with errors. */
export function errorResponses(logger: Logger): ApolloServerPlugin<Context> {
  return {
    unexpectedErrorProcessingRequest: async ({ error, requestContext }) => {
      logger.error({ requestId: requestContext.contextValue.requestId, error: describeError(error) }, "request failed");
    },
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, contextValue: { requestId, deadline }, operationName }) => {
        for (const error of errors) logFault(logger, error, { requestId, operationName, deadline });
      },
      willSendResponse: async ({ request, response, contextValue }) => {
        if (response.body.kind !== "single") return;
        const { errors = [] } = response.body.singleResult;
        addRequestId(errors, contextValue.requestId);
        const status = statusOf(errors);
        if (status !== undefined) response.http.status = status;
        for (const [name, value] of headersOf(status)) response.http.headers.set(name, value);
        if (mustAnswerWith200(errors, request.http?.headers.get("accept"))) response.http.status = 200;
      },
    }),
  };
}

/** Status and headers that an error sets in the HTTP response. Apollo Server reads them from `extensions.http`. */
interface ErrorHttp {
  readonly status?: number;
  readonly headers?: ReadonlyMap<string, string>;
}

/**
 * Returns the masked errors, the status and the headers of a response, as Apollo Server computes them.
 * @param defaultStatus is the status if no error sets one.
 */
export function errorResponse(
  errors: readonly GraphQLError[],
  requestId: string,
  mask: MaskError = maskError,
  defaultStatus = 200,
) {
  const formatted = errors.map((error) => {
    const { http: _, ...extensions } = error.extensions;
    const code = extensions.code ?? "INTERNAL_SERVER_ERROR";
    return mask({ ...error.toJSON(), extensions: { ...extensions, code } }, error);
  });
  addRequestId(formatted, requestId);
  const heads = errors.map((error) => (error.extensions.http ?? {}) as ErrorHttp);
  const status = statusOf(formatted) ?? heads.findLast((head) => head.status)?.status ?? defaultStatus;
  return {
    errors: formatted,
    status,
    headers: Object.fromEntries([...headersOf(status), ...heads.flatMap(({ headers }) => [...(headers ?? [])])]),
  };
}

/** Clients may send the request again after a temporary error. */
function headersOf(status: number | undefined): [name: string, value: string][] {
  return status === 503 ? [["retry-after", "1"]] : [];
}

function addRequestId(errors: readonly GraphQLFormattedError[], requestId: string): void {
  for (const { extensions } of errors) {
    if (extensions?.code === "INTERNAL_SERVER_ERROR") extensions.requestId = requestId;
  }
}

/** Returns the status of the last error whose code has a status. Returns undefined if no code has one. */
export function statusOf(errors: readonly GraphQLFormattedError[]): number | undefined {
  const last = errors.findLast(({ extensions }) => statuses.has(extensions?.code));
  return statuses.get(last?.extensions?.code);
}

const aboutOperations: ReadonlySet<unknown> = new Set([
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "BAD_USER_INPUT",
]);

function isAboutOperation({ extensions }: GraphQLFormattedError): boolean {
  return aboutOperations.has(extensions?.code);
}

/**
 * Returns true if a response has the status 200 although the operation or its input has faults. The GraphQL over HTTP
 * specification requires this for a client that accepts `application/json` and not the newer `application/graphql-response+json`.
 * Some clients, such as the gateway of Apollo, read the errors only then.
 */
export function mustAnswerWith200(errors: readonly GraphQLFormattedError[], accept: string | undefined): boolean {
  return errors.every(isAboutOperation) && wantsOnlyJson(accept);
}

function wantsOnlyJson(accept: string | undefined): boolean {
  return accept !== undefined && /\bapplication\/json\b/.test(accept) && !accept.includes("graphql-response+json");
}

const statuses: ReadonlyMap<unknown, number> = new Map([
  ["BAD_USER_INPUT", 400],
  ["SERVICE_UNAVAILABLE", 503],
]);

/** Returns the original error without the GraphQLError around it. */
function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError ? (error.originalError ?? error) : error;
}

function codeOf(error: unknown): RequestErrorCode {
  if (isDatabaseUnavailable(causeOf(error))) return "SERVICE_UNAVAILABLE";
  if (!(error instanceof GraphQLError)) return "INTERNAL_SERVER_ERROR";
  const { code } = error.extensions;
  if (isRequestErrorCode(code)) return code;
  return isRefusedByExecutor(error) ? "BAD_USER_INPUT" : "INTERNAL_SERVER_ERROR";
}

// graphql-js refuses some inputs during execution, with an error that has no code: a null variable for a non-null argument, too
// many invalid variables, or an operation type that the schema does not have. The node of such an error is a value or an
// operation, or there is none. The node of an error of a resolver is its field.
function isRefusedByExecutor({ nodes, originalError }: GraphQLError): boolean {
  const wasThrownByCode = originalError !== undefined && !(originalError instanceof GraphQLError);
  return !wasThrownByCode && nodes?.[0]?.kind !== Kind.FIELD;
}

function isServerFault(code: RequestErrorCode): code is keyof typeof serverErrorMessages {
  return code in serverErrorMessages;
}
