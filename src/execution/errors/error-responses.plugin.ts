import type { ApolloServerPlugin } from "@apollo/server";
import { GraphQLError, type GraphQLFormattedError, Kind } from "graphql";
import type { Logger } from "pino";
import type { Context } from "../../access/context.js";
import { isDatabaseUnavailable } from "../../database/errors/errors.js";
import { isRequestErrorCode, type RequestErrorCode, serverErrorMessages } from "../../graphql/errors/request-errors.js";
import { describeError } from "../../monitoring/error-log.js";
import { redactMessage, removeSuggestion } from "../../monitoring/redact-message.js";

/** Takes out of an error what clients must not see. */
export type MaskError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/** As {@link maskError}, and without GraphQL's suggestions, which name parts of a schema that is not shown. */
export const maskErrorAndSchema: MaskError = (formatted, error) => {
  const masked = maskError(formatted, error);
  return { ...masked, message: removeSuggestion(masked.message) };
};

/**
 * What a client sees of an error: those made for clients without the values they were given, all others without a word of
 * their cause.
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

/** Logs an error when it is the server's fault. */
export function logFault(logger: Logger, error: GraphQLError, operation: Readonly<Record<string, unknown>>): void {
  if (!isServerFault(codeOf(error))) return;
  logger.error({ ...operation, path: error.path, error: describeError(causeOf(error)) }, "operation failed");
}

/** Logs what went wrong on the server, and gives answers the status and the request id that their errors call for. */
export function errorResponses(logger: Logger): ApolloServerPlugin<Context> {
  return {
    unexpectedErrorProcessingRequest: async ({ error, requestContext }) => {
      logger.error({ requestId: requestContext.contextValue.requestId, error: describeError(error) }, "request failed");
    },
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, contextValue: { requestId }, operationName }) => {
        for (const error of errors) logFault(logger, error, { requestId, operationName });
      },
      willSendResponse: async ({ request, response, contextValue }) => {
        if (response.body.kind !== "single") return;
        const { errors = [], data } = response.body.singleResult;
        addRequestId(errors, contextValue.requestId);
        const status = statusOf(errors);
        if (status !== undefined) response.http.status = status;
        for (const [name, value] of headersOf(status)) response.http.headers.set(name, value);
        if (data === undefined && mustAnswerWith200(errors, request.http?.headers.get("accept"))) {
          response.http.status = 200;
        }
      },
    }),
  };
}

/** What of the HTTP response an error asks for, as `extensions.http`: Apollo Server's way to say it. */
interface ErrorHead {
  readonly status?: number;
  readonly headers?: ReadonlyMap<string, string>;
}

/**
 * The errors of an operation as Apollo Server answers with them: as clients see them, and the head of the response.
 * @param otherStatus is the status where the errors ask for none.
 */
export function errorResponse(
  errors: readonly GraphQLError[],
  requestId: string,
  mask: MaskError = maskError,
  otherStatus = 200,
) {
  const formatted = errors.map((error) => {
    const { http: _, ...extensions } = error.extensions;
    const code = extensions.code ?? "INTERNAL_SERVER_ERROR";
    return mask({ ...error.toJSON(), extensions: { ...extensions, code } }, error);
  });
  addRequestId(formatted, requestId);
  const heads = errors.map((error) => (error.extensions.http ?? {}) as ErrorHead);
  const status = statusOf(formatted) ?? heads.findLast((head) => head.status)?.status ?? otherStatus;
  return {
    errors: formatted,
    status,
    headers: Object.fromEntries([...headersOf(status), ...heads.flatMap(({ headers }) => [...(headers ?? [])])]),
  };
}

/** What is away for a moment may be asked for again. */
function headersOf(status: number | undefined): [name: string, value: string][] {
  return status === 503 ? [["retry-after", "1"]] : [];
}

function addRequestId(errors: readonly GraphQLFormattedError[], requestId: string): void {
  for (const { extensions } of errors) {
    if (extensions?.code === "INTERNAL_SERVER_ERROR") extensions.requestId = requestId;
  }
}

/** The status that the code of an error stands for; undefined for the usual one. */
function statusOf(errors: readonly GraphQLFormattedError[]): number | undefined {
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
 * Whether an operation that was refused is answered with HTTP 200: by GraphQL over HTTP the status is that of the transport
 * alone, for a client that asks for `application/json` by name and for nothing newer.
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

/** What went wrong, without what Apollo and GraphQL wrap around it. */
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

// Some inputs are refused by graphql-js only while it executes, without a code: null from a variable where an argument
// must not be null, more faulty variables than it cares to list, a kind of operation that the schema lacks. Such errors
// point at a value, an operation or nothing; those about what a resolver returned or threw point at its field.
function isRefusedByExecutor({ nodes, originalError }: GraphQLError): boolean {
  const wasThrownByCode = originalError !== undefined && !(originalError instanceof GraphQLError);
  return !wasThrownByCode && nodes?.[0]?.kind !== Kind.FIELD;
}

function isServerFault(code: RequestErrorCode): code is keyof typeof serverErrorMessages {
  return code in serverErrorMessages;
}
