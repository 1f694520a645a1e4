import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import type { Caller } from "../../src/access/auth/caller.js";
import type { TestServer } from "../support/server.js";
import type { Recorded } from "./history.steps.js";

/** Runs an operation as the caller of a test. */
export type Run = <Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
) => Promise<Data>;

/** Calls of a mutation whose objects are already created. */
interface MutationCalls {
  /** Runs a successful call and returns the expected changes in order. */
  succeed(run: Run): Promise<Recorded[]>;
  /** True if the same call changes nothing at the second time. Otherwise it creates another object or is refused. */
  readonly isRepeatable: boolean;
  /** True if the call replaces values of earlier changes. */
  readonly erasesHistory?: boolean;
  /** Runs a refused call and returns its user errors. */
  refuse(run: Run): Promise<readonly unknown[]>;
}

/** The data for the calls. */
interface Given {
  readonly server: TestServer;
  readonly caller: Pick<Caller, "type" | "id">;
  /** The caller's own record when it is a customer. */
  readonly customerId: string;
}

export type MutationCase = (given: Given) => Promise<MutationCalls>;

/** A timestamp in the format of the API. */
export const anyMoment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

/** The required part of a successful response. */
export function succeeded<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("The call was refused.");
  return value;
}
