import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import type { Caller } from "../../src/access/auth/caller.js";
import type { TestServer } from "../support/server.js";
import type { Recorded } from "./history.steps.js";

/** Runs an operation as the caller of a test. */
export type Run = <Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
) => Promise<Data>;

/** Calls of a mutation, when everything they need is there. */
interface MutationCalls {
  /** Succeeds, and tells what history must say of it, in this order. */
  succeed(run: Run): Promise<Recorded[]>;
  /** Whether doing the same again changes nothing; otherwise it makes another, or is refused. */
  readonly isRepeatable: boolean;
  /** Is refused, and gives the user errors. */
  refuse(run: Run): Promise<readonly unknown[]>;
}

/** What the calls are made about. */
interface Given {
  readonly server: TestServer;
  readonly caller: Pick<Caller, "type" | "id">;
  /** The caller's own record when it is a customer. */
  readonly customerId: string;
}

export type MutationCase = (given: Given) => Promise<MutationCalls>;

/** A moment as the API shows it. */
export const anyMoment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

/** The part of an answer that a call which succeeds must have. */
export function succeeded<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("The call was refused.");
  return value;
}
