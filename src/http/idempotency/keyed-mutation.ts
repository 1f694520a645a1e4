import type { FastifyRequest } from "fastify";
import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
} from "graphql";
import type { Caller } from "../../access/auth/caller.js";
import { selectsSecret } from "../../access/auth/secret-field.js";
import { showInexactNumber } from "../../graphql/json/inexact-number.js";
import { newUlid } from "../../graphql/node/ulid.js";
import { IdempotencyKey } from "./idempotency-key.js";
import type { Attempt } from "./leases.js";

export interface Mutation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A mutation with an Idempotency-Key and a caller. */
export interface KeyedMutation {
  readonly mutation: Mutation;
  readonly caller: Caller;
  readonly key: IdempotencyKey;
  readonly attempt: Attempt;
  /** True if the response contains a secret. It is not stored then. */
  readonly showsSecret: boolean;
}

export interface KeyedMutationOptions {
  readonly schema: GraphQLSchema;
  /** The maximum time of a request. */
  readonly timeLimitMs: number | undefined;
}

const defaultTimeLimitMs = 60_000;
const marginMs = 5_000;

/** Reads a mutation from a body. Returns undefined for all other bodies, which later steps answer. */
export function readMutation(body: unknown, maxTokens: number): Mutation | undefined {
  const { query, operationName, variables } = (body ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof query !== "string") return undefined;
  try {
    const document = parse(query, { maxTokens });
    const operation = getOperationAST(document, typeof operationName === "string" ? operationName : undefined);
    if (operation?.operation !== "mutation") return undefined;
    return { document, operation, variables: isObject(variables) ? variables : {} };
  } catch {
    return undefined;
  }
}

export function createKeyedMutation(
  { id: requestId, body }: FastifyRequest,
  mutation: Mutation,
  { key, caller }: { readonly key: string; readonly caller: Caller },
  { schema, timeLimitMs = defaultTimeLimitMs }: KeyedMutationOptions,
): KeyedMutation {
  const { query, operationName, variables } = body as Readonly<Record<string, unknown>>;
  const keyOfCaller = new IdempotencyKey(key, caller);
  const attempt = {
    keyId: keyOfCaller.id,
    fingerprint: keyOfCaller.fingerprint(
      JSON.stringify([query, operationName ?? null, variables ?? null], showInexactNumber),
    ),
    attemptId: newUlid(),
    requestId,
    isOneField: hasOneField(mutation.operation),
    leaseMs: timeLimitMs + marginMs,
  };
  return { mutation, caller, key: keyOfCaller, attempt, showsSecret: selectsSecret(schema, mutation.document) };
}

function hasOneField({ selectionSet: { selections } }: OperationDefinitionNode): boolean {
  return selections.length === 1 && selections[0]?.kind === Kind.FIELD;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
