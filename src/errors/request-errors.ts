import { GraphQLError } from "graphql";

/** The `extensions.code` of every top-level error this server answers with; the one list of them. */
export const requestErrorCodes = {
  GRAPHQL_PARSE_FAILED: "The document is not GraphQL.",
  GRAPHQL_VALIDATION_FAILED: "The document does not fit the schema.",
  OPERATION_RESOLUTION_FAILURE: "The document holds several operations, or none, and operationName picks none of them.",
  BAD_REQUEST: "The HTTP request is not a GraphQL request.",
  BAD_USER_INPUT: "An argument or variable has a value that is not allowed.",
  PERSISTED_QUERY_NOT_SUPPORTED: "Persisted queries are not offered: send the query itself.",
  UNAUTHENTICATED: "The request names no caller, or an invalid one.",
  FORBIDDEN: "The caller may not do this.",
  SERVICE_UNAVAILABLE: "The database is away or overloaded: try again.",
  INTERNAL_SERVER_ERROR: "A fault of the server. The request id finds it in the log.",
} as const;

export type RequestErrorCode = keyof typeof requestErrorCodes;

/** The codes of what clients can't mend; their messages stand in for those of the causes. */
export const serverFaults = {
  SERVICE_UNAVAILABLE: "The database is away or overloaded. Try again in a moment.",
  INTERNAL_SERVER_ERROR: "Something went wrong on the server. The request id finds it in the log.",
} as const satisfies Partial<Record<RequestErrorCode, string>>;

export function isRequestErrorCode(code: unknown): code is RequestErrorCode {
  return typeof code === "string" && Object.hasOwn(requestErrorCodes, code);
}

function requestError(code: RequestErrorCode, message: string, status: number): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}

/** An argument that no form shows, such as a page size: says what was required, then what was got where that is safe. */
export function badUserInput(message: string): GraphQLError {
  return requestError("BAD_USER_INPUT", message, 400);
}

/** No caller: HTTP 401. */
export function unauthenticated(): GraphQLError {
  return requestError(
    "UNAUTHENTICATED",
    "This operation needs a caller: send the header Authorization: Bearer <key>.",
    401,
  );
}
