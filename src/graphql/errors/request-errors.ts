import { HeaderMap } from "@apollo/server";
import { GraphQLError } from "graphql";

/** The `extensions.code` of every top-level error this server answers with; the one list of them. */
export const requestErrorCodes = {
  GRAPHQL_PARSE_FAILED: "The document is not GraphQL.",
  GRAPHQL_VALIDATION_FAILED: "The document does not fit the schema.",
  OPERATION_RESOLUTION_FAILURE: "The document holds several operations, or none, and operationName picks none of them.",
  BAD_REQUEST: "The HTTP request is not a GraphQL request.",
  BAD_USER_INPUT:
    "An argument or variable has a value that is not allowed. `extensions.argumentPath` says where, for every value that fits the schema: the argument, then input fields and list indexes. For a value of another type than the schema's, the message says where.",
  QUERY_TOO_COMPLEX:
    "The operation asks for more than one request may. `extensions` holds the name of the `limit`, its value `max`, and what was `actual`.",
  PERSISTED_QUERY_NOT_SUPPORTED: "Persisted queries are not offered: send the query itself.",
  UNAUTHENTICATED: "The request names no caller, or an invalid one.",
  FORBIDDEN: "The caller may not do this. `extensions.missingScopes` names the scopes they lack.",
  RATE_LIMITED:
    "Too many failed logins, or too much asked for in too short a time. `extensions.retryAfterSeconds` and the header `Retry-After` say when to try again.",
  IDEMPOTENCY_KEY_IN_USE: "A mutation with this Idempotency-Key is running. Try again in a moment.",
  IDEMPOTENCY_KEY_REUSED: "The Idempotency-Key was sent before, with another body.",
  IDEMPOTENCY_ANSWER_LOST:
    "The mutation with this Idempotency-Key was carried out, at least in part, but its answer was not kept. `changes` with the request id in `extensions.requestId` show what it wrote.",
  SUBSCRIPTION_TOO_SLOW:
    "The subscriber takes changes more slowly than they are made. Read what is missing from `changes`, then subscribe again.",
  SERVICE_UNAVAILABLE: "The database or the identity provider is away or overloaded: try again.",
  INTERNAL_SERVER_ERROR: "A fault of the server. The request id finds it in the log.",
} as const;

export type RequestErrorCode = keyof typeof requestErrorCodes;

/** The codes of what clients can't mend; their messages stand in for those of the causes. */
export const serverFaults = {
  SUBSCRIPTION_TOO_SLOW:
    "The subscriber takes changes more slowly than they are made. Read what is missing from `changes`, then subscribe again.",
  SERVICE_UNAVAILABLE: "The database is away or overloaded. Try again in a moment.",
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

/** A request that the schema allows and the server does not take. */
export function badUserInput(message: string): GraphQLError {
  return requestError("BAD_USER_INPUT", message, 400);
}

/**
 * An argument that no form shows, such as a page size.
 * @param path the name of the argument, then the names of input fields and the indexes of lists.
 * @param rule what was required, then what was got where that is safe: `must be from 0 to 250, got 251`.
 */
export function badArgument(path: readonly string[], rule: string): GraphQLError {
  return requestError("BAD_USER_INPUT", `${path.join(".")} ${rule}.`, 400, { argumentPath: path });
}

/** A limit of requests that was exceeded. */
export interface ExceededLimit {
  readonly limit: string;
  readonly max: number;
  /** Undefined where nobody went on counting. */
  readonly actual?: number;
}

/** Too much for one request, found before anything of it runs: HTTP 400. */
export function queryTooComplex({ limit, max, actual }: ExceededLimit): GraphQLError {
  const got = actual === undefined ? "more" : actual;
  const message = `The request exceeds the limit ${limit}: at most ${max}, got ${got}.`;
  return requestError("QUERY_TOO_COMPLEX", message, 400, { limit, max, ...(actual !== undefined && { actual }) });
}

/** An answer that is larger than answers may be, or made of more than that: found while it is read or written. */
export function responseTooLarge(maxBytes: number): GraphQLError {
  return queryTooComplex({ limit: "responseBytes", max: maxBytes });
}

/** The operator does not show the schema. */
export function introspectionIsOff(): GraphQLError {
  return requestError("GRAPHQL_VALIDATION_FAILED", "Introspection is off on this server.", 400);
}

/** Of the operations of a document none is picked. */
export function operationNotFound(): GraphQLError {
  return requestError("OPERATION_RESOLUTION_FAILURE", requestErrorCodes.OPERATION_RESOLUTION_FAILURE, 400);
}

/** No caller: HTTP 401, with the challenge of RFC 6750. */
export function unauthenticated(): GraphQLError {
  const message =
    "This operation needs a caller: send the header Authorization: Bearer <API key or token> with one that is valid, not expired and not revoked.";
  return requestError("UNAUTHENTICATED", message, 401, { headers: { "www-authenticate": "Bearer" } });
}

/**
 * A caller who may not do this: HTTP 403.
 * @param coordinates what of the schema the operation uses without leave, such as `Customer.groups`.
 * @param missingScopes what would give leave; none where no scope does.
 */
export function forbidden(coordinates: readonly string[], missingScopes: readonly string[]): GraphQLError {
  const used = coordinates.join(", ");
  const message =
    missingScopes.length === 0
      ? `This is not for customers: ${used}.`
      : `This needs the scope ${missingScopes.join(", ")}: ${used}.`;
  return requestError("FORBIDDEN", message, 403, { missingScopes });
}

/** Logins are not offered: the operator has set no secret to sign tokens with. HTTP 403. */
export function loginsAreOff(): GraphQLError {
  return requestError("FORBIDDEN", "Logins are off: the server has no JWT_SECRET.", 403, { missingScopes: [] });
}

/** Too many attempts: HTTP 429. */
export function rateLimited(retryAfterSeconds: number): GraphQLError {
  const message = `Too many attempts. Try again in ${retryAfterSeconds} s.`;
  const headers = { "retry-after": String(retryAfterSeconds) };
  return requestError("RATE_LIMITED", message, 429, { retryAfterSeconds, headers });
}

/** A caller who has asked for all they may for now: HTTP 429. */
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

/** Another attempt at the same mutation has its turn: HTTP 409. */
export function idempotencyKeyInUse(): GraphQLError {
  const headers = { "retry-after": "1" };
  return requestError("IDEMPOTENCY_KEY_IN_USE", requestErrorCodes.IDEMPOTENCY_KEY_IN_USE, 409, { headers });
}

/** A subscriber who does not keep up, and is let go of. */
export function subscriberTooSlow(): GraphQLError {
  return requestError("SUBSCRIPTION_TOO_SLOW", requestErrorCodes.SUBSCRIPTION_TOO_SLOW, 503);
}

/** Something that the request needs is away or overloaded: HTTP 503. The log tells the cause. */
export function serviceUnavailable(message: string, cause?: unknown): GraphQLError {
  const error = requestError("SERVICE_UNAVAILABLE", message, 503);
  return Object.assign(error, { cause });
}
