import type { FastifyReply } from "fastify";
import { type GraphQLFormattedError, type GraphQLSchema, validate } from "graphql";
import type { Caller } from "../../access/auth/caller.js";
import { hasAccess } from "../../access/auth/check-access.js";
import { requirementsOf } from "../../access/auth/requirements.js";
import { allScopes, type Scope, scopesOf } from "../../access/auth/scope.type.js";
import { statusOf } from "../../execution/errors/error-responses.plugin.js";
import { serverErrorMessages } from "../../graphql/errors/request-errors.js";
import type { IdempotencyKey } from "./idempotency-key.js";
import type { Mutation } from "./keyed-mutation.js";

/**
 * The response to a mutation, stored for requests with the same key. The content type is negotiated for each request. `status` is
 * that of a client which accepts `application/graphql-response+json`.
 */
export interface StoredResponse {
  readonly status: number;
  readonly body: string;
  /** The scopes that the caller had. The data in the response may depend on any of them. */
  readonly scopes: readonly Scope[];
}

const maxStoredCharacters = 1_048_576;
/** A mutation that failed with one of these codes may succeed when it is sent again. */
const temporaryCodes: ReadonlySet<unknown> = new Set([
  ...Object.keys(serverErrorMessages),
  "RATE_LIMITED",
  "IDEMPOTENCY_KEY_IN_USE",
]);

/** Returns undefined if nothing has run, if the same request may succeed later, or if the response is too large to store. */
export function responseToStore(body: string, reply: FastifyReply, caller: Caller): StoredResponse | undefined {
  const { data, errors = [] } = JSON.parse(body) as { data?: unknown; errors?: GraphQLFormattedError[] };
  const isTemporary = errors.some(({ extensions }) => temporaryCodes.has(extensions?.code));
  if (data === undefined || isTemporary || body.length > maxStoredCharacters) return undefined;
  // After the time limit the client has got another response.
  const isLate = reply.sent;
  if (isLate && errors.length > 0) return undefined;
  const status = isLate ? 200 : (statusOf(errors) ?? reply.statusCode);
  return { status, body, scopes: scopesOf([...caller.scopes]) };
}

export function sealResponse(response: StoredResponse, key: IdempotencyKey): Buffer<ArrayBuffer> {
  return key.seal(JSON.stringify(response));
}

export function unsealResponse(sealed: Uint8Array, key: IdempotencyKey): StoredResponse {
  const stored = JSON.parse(key.unseal(sealed)) as Omit<StoredResponse, "scopes"> & Partial<StoredResponse>;
  // Responses that an earlier version of the server has stored have no scopes.
  return { scopes: allScopes, ...stored };
}

/** Returns the scopes that a caller has lost since the response was stored. */
export function missingScopesOf({ scopes }: StoredResponse, caller: Caller): Scope[] {
  return scopes.filter((scope) => !caller.scopes.has(scope));
}

/** Checks again that the caller may run the mutation, because the schema or their scopes can have changed since it ran. */
export function isStillAllowed(
  schema: GraphQLSchema,
  { document, operation, variables }: Mutation,
  caller: Caller,
): boolean {
  if (validate(schema, document).length > 0) return false;
  const { requirements, fault } = requirementsOf(schema, document, operation, variables);
  return fault === undefined && hasAccess(requirements, caller);
}
