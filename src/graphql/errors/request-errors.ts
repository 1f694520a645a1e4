import { HeaderMap } from "@apollo/server";
import { GraphQLError } from "graphql";

/** The `extensions.code` of every top-level error of this server. Codes are defined only here. */
export const requestErrorCodes = {
  GRAPHQL_PARSE_FAILED: "The document has a syntax error.",
  GRAPHQL_VALIDATION_FAILED: "The document is not valid for the schema.",
  OPERATION_RESOLUTION_FAILURE:
    "The document has no operation, or operationName does not select one of its operations.",
  BAD_REQUEST: "The HTTP request is not a GraphQL request.",
  BAD_USER_INPUT:
    "An argument or variable has a value that is not allowed. `extensions.argumentPath` is its path: the argument, then input fields and list indexes. For a value of the wrong type, the message has the path instead.",
  QUERY_TOO_COMPLEX:
    "The operation exceeds a limit. `extensions` has the name of the `limit`, its value `max`, and the `actual` value.",
  PERSISTED_QUERY_NOT_FOUND:
    "The server does not know the document of this hash. Send the hash together with the query. Clients with persisted queries do so by themselves.",
  DOCUMENT_NOT_TRUSTED: "The server accepts trusted documents only, and this is not one of them.",
  UNAUTHENTICATED:
    "The request has no credential, or one that is invalid, expired or revoked, or whose session has ended.",
  FORBIDDEN: "The caller does not have access. `extensions.missingScopes` lists the missing scopes.",
  RATE_LIMITED:
    "Too many failed logins, bad tokens of links or requests of mails, or the rate limit is exceeded. `extensions.retryAfterSeconds` and the header `Retry-After` state when to try again.",
  IDEMPOTENCY_KEY_IN_USE: "A mutation with this Idempotency-Key is running. Try again in a moment.",
  IDEMPOTENCY_KEY_REUSED: "The Idempotency-Key was already used with another body.",
  IDEMPOTENCY_ANSWER_LOST:
    "The mutation with this Idempotency-Key has run, at least in part, but its response is not available. `changes` shows what it wrote, by the request id in `extensions.requestId`.",
  SUBSCRIPTION_TOO_SLOW:
    "The subscriber is too slow. Read the missing changes with the query `changes`, then subscribe again.",
  SERVICE_UNAVAILABLE:
    "The database or the identity provider is unavailable, or the server is overloaded. Try again. Or the operation sends a mail or uses a file, and the server has no SMTP_URL or no FILES_DIR.",
  INTERNAL_SERVER_ERROR: "An internal error. The log has the details under the request id.",
} as const;

export type RequestErrorCode = keyof typeof requestErrorCodes;

/** Errors that clients cannot fix. These messages replace the messages of their causes. */
export const serverErrorMessages = {
  SUBSCRIPTION_TOO_SLOW:
    "The subscriber is too slow. Read the missing changes with the query `changes`, then subscribe again.",
  SERVICE_UNAVAILABLE: "The database is unavailable or overloaded. Try again in a moment.",
  INTERNAL_SERVER_ERROR: "Something went wrong on the server. The request id finds it in the log.",
} as const satisfies Partial<Record<RequestErrorCode, string>>;

export function isRequestErrorCode(code: unknown): code is RequestErrorCode {
  return typeof code === "string" && Object.hasOwn(requestErrorCodes, code);
}

function requestError(
  code: RequestErrorCode,
  message: string,
  status: number,
  { headers, ...details }: { headers?: Readonly<Record<string, string>>; [detail: string]: unknown } = {},
): GraphQLError {
  const http = { status, ...(headers && { headers: new HeaderMap(Object.entries(headers)) }) };
  return new GraphQLError(message, { extensions: { code, ...details, http } });
}

/** Creates BAD_USER_INPUT for a request that is valid in the schema and that the server rejects. */
export function badUserInput(message: string): GraphQLError {
  return requestError("BAD_USER_INPUT", message, 400);
}

/**
 * Creates BAD_USER_INPUT for an invalid argument, such as a page size.
 * @param path the name of the argument, then names of input fields and list indexes.
 * @param rule the requirement, then the received value if showing it is safe: `must be from 0 to 250, got 251`.
 */
export function badArgument(path: readonly string[], rule: string): GraphQLError {
  return requestError("BAD_USER_INPUT", `${path.join(".")} ${rule}.`, 400, { argumentPath: path });
}

/** A request limit that was exceeded. */
export interface ExceededLimit {
  readonly limit: string;
  readonly max: number;
  /** Undefined if counting stopped at the limit. */
  readonly actual?: number;
}

/** Creates QUERY_TOO_COMPLEX (HTTP 400) for a request that exceeds a limit. Nothing of the request has run. */
export function queryTooComplex({ limit, max, actual }: ExceededLimit): GraphQLError {
  const got = actual === undefined ? "more" : actual;
  const message = `The request exceeds the limit ${limit}: at most ${max}, got ${got}.`;
  return requestError("QUERY_TOO_COMPLEX", message, 400, { limit, max, ...(actual !== undefined && { actual }) });
}

/** Creates QUERY_TOO_COMPLEX for a response that is too large, or that reads too much data. */
export function responseTooLarge(maxBytes: number): GraphQLError {
  return queryTooComplex({ limit: "responseBytes", max: maxBytes });
}

/** Creates the error for introspection on a server that has it disabled. */
export function introspectionIsOff(): GraphQLError {
  return requestError("GRAPHQL_VALIDATION_FAILED", "Introspection is off on this server.", 400);
}

/** Creates the error for a document in which no single operation can be selected. */
export function operationNotFound(): GraphQLError {
  return requestError("OPERATION_RESOLUTION_FAILURE", requestErrorCodes.OPERATION_RESOLUTION_FAILURE, 400);
}

/**
 * Creates PERSISTED_QUERY_NOT_FOUND. Clients recognize its message, then send the query. The status is 200, because some clients do
 * not read the body of another one.
 */
export function persistedQueryNotFound(): GraphQLError {
  return requestError("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound", 200);
}

/** Creates BAD_REQUEST for a wrong hash of a persisted query. */
export function badPersistedQuery(message: string): GraphQLError {
  return requestError("BAD_REQUEST", message, 400);
}

/** Creates DOCUMENT_NOT_TRUSTED (HTTP 400): the setting TRUSTED_DOCUMENTS_ONLY refuses the document. */
export function documentNotTrusted(): GraphQLError {
  return requestError("DOCUMENT_NOT_TRUSTED", requestErrorCodes.DOCUMENT_NOT_TRUSTED, 400);
}

/** Creates UNAUTHENTICATED (HTTP 401), with the challenge of RFC 6750. */
export function unauthenticated(): GraphQLError {
  const message =
    "This operation needs a caller: send the header Authorization: Bearer <API key or token> with one that is valid, not expired and not revoked.";
  return requestError("UNAUTHENTICATED", message, 401, { headers: { "www-authenticate": "Bearer" } });
}

/**
 * Creates FORBIDDEN (HTTP 403) for a caller without permission.
 * @param coordinates schema elements that the operation uses without permission, such as `Customer.groups`.
 * @param missingScopes the scopes that would give permission; empty if no scope does.
 */
export function forbidden(
  coordinates: readonly string[],
  missingScopes: readonly string[],
  callerType?: string,
): GraphQLError {
  const used = coordinates.join(", ");
  const refused = { API_KEY: "API keys", USER: "members of staff" }[callerType ?? ""] ?? "customers";
  const message =
    missingScopes.length === 0
      ? `This is not for ${refused}: ${used}.`
      : `This needs the ${missingScopes.length === 1 ? "scope" : "scopes"} ${missingScopes.join(", ")}: ${used}.`;
  return requestError("FORBIDDEN", message, 403, { missingScopes });
}

/** Creates FORBIDDEN (HTTP 403) for a login on a server without a secret to sign tokens. */
export function loginsAreOff(): GraphQLError {
  return requestError("FORBIDDEN", "Logins are off: the server has no JWT_SECRET.", 403, { missingScopes: [] });
}

/** Creates FORBIDDEN (HTTP 403) for a sign-up on a server whose operator does not allow it. */
export function selfRegistrationIsOff(): GraphQLError {
  const message = "Customers cannot sign up here: the setting SELF_REGISTRATION is off.";
  return requestError("FORBIDDEN", message, 403, { missingScopes: [] });
}

/** Creates FORBIDDEN (HTTP 403) for a customer who must use another mutation. */
export function otherMutationNeeded(coordinate: string, mutation: string): GraphQLError {
  const message = `This is not for customers: ${coordinate}. Use the mutation ${mutation}.`;
  return requestError("FORBIDDEN", message, 403, { missingScopes: [] });
}

/** Creates RATE_LIMITED (HTTP 429) for too many attempts. */
export function rateLimited(retryAfterSeconds: number): GraphQLError {
  const message = `Too many attempts. Try again in ${retryAfterSeconds} s.`;
  const headers = { "retry-after": String(retryAfterSeconds) };
  return requestError("RATE_LIMITED", message, 429, { retryAfterSeconds, headers });
}

/** Creates RATE_LIMITED (HTTP 429) for a caller that has reached their rate limit. */
export function rateLimitExceeded(limited: {
  readonly perSecond: number;
  readonly burst: number;
  readonly cost: number;
  readonly remaining: number;
}): GraphQLError {
  const { perSecond, burst, cost, remaining } = limited;
  const retryAfterSeconds = Math.max(1, Math.ceil((cost - remaining) / perSecond));
  const message = `The rate limit is reached: this costs ${cost}, ${remaining} of ${burst} are left, and ${perSecond} come back each second. Try again in ${retryAfterSeconds} s.`;
  const headers = { "retry-after": String(retryAfterSeconds) };
  return requestError("RATE_LIMITED", message, 429, { retryAfterSeconds, headers });
}

/** Creates IDEMPOTENCY_KEY_IN_USE (HTTP 409): another attempt at the same mutation is running. */
export function idempotencyKeyInUse(): GraphQLError {
  const headers = { "retry-after": "1" };
  return requestError("IDEMPOTENCY_KEY_IN_USE", requestErrorCodes.IDEMPOTENCY_KEY_IN_USE, 409, { headers });
}

/** Creates SUBSCRIPTION_TOO_SLOW for a subscriber that reads too slowly. Its subscription ends. */
export function subscriberTooSlow(): GraphQLError {
  return requestError("SUBSCRIPTION_TOO_SLOW", requestErrorCodes.SUBSCRIPTION_TOO_SLOW, 503);
}

/** Creates SERVICE_UNAVAILABLE (HTTP 503). The log contains the cause. */
export function serviceUnavailable(message: string, cause?: unknown): GraphQLError {
  const error = requestError("SERVICE_UNAVAILABLE", message, 503);
  return Object.assign(error, { cause });
}
