import type { FastifyReply } from "fastify";
import { type DocumentNode, type GraphQLSchema, type OperationDefinitionNode, validate } from "graphql";
import type { Caller } from "../../access/auth/caller.js";
import { hasAccess } from "../../access/auth/check-access.js";
import { requirementsOf } from "../../access/auth/requirements.js";
import { type Scope, scopesOf } from "../../access/auth/scope.type.js";
import { serverFaults } from "../../graphql/errors/request-errors.js";

/** A mutation as it was sent. */
export interface Mutation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The answer to a mutation, for who sends it again. Its content type is chosen each time; its status depends on no `Accept`. */
export interface StoredResponse {
  readonly status: number;
  readonly body: string;
  /** The scopes with which it was made: what it shows may depend on any of them. */
  readonly scopes: readonly Scope[];
}

const maxKeptCharacters = 1_048_576;
const passing: ReadonlySet<unknown> = new Set([...Object.keys(serverFaults), "RATE_LIMITED", "IDEMPOTENCY_KEY_IN_USE"]);

/** Undefined where nothing has run, or asking again may do better. */
export function responseToStore(body: string, reply: FastifyReply, caller: Caller): StoredResponse | undefined {
  const { data, errors = [] } = JSON.parse(body) as { data?: unknown; errors?: { extensions?: { code?: string } }[] };
  const isFault = errors.some(({ extensions }) => passing.has(extensions?.code));
  if (data === undefined || isFault || body.length > maxKeptCharacters) return undefined;
  // Its time was up, and its client has another answer.
  const isLate = reply.sent;
  if (isLate && errors.length > 0) return undefined;
  return { status: isLate ? 200 : reply.statusCode, body, scopes: scopesOf([...caller.scopes]) };
}

/** The scopes that a caller has lost since an answer was made. */
export function missingScopesOf({ scopes }: StoredResponse, caller: Caller): Scope[] {
  return scopes.filter((scope) => !caller.scopes.has(scope));
}

/** Whether a mutation would be let in now: since it ran the schema can have changed, and what its caller may do. */
export function isStillAllowed(
  schema: GraphQLSchema,
  { document, operation, variables }: Mutation,
  caller: Caller,
): boolean {
  if (validate(schema, document).length > 0) return false;
  const { requirements, fault } = requirementsOf(schema, document, operation, variables);
  return fault === undefined && hasAccess(requirements, caller);
}
