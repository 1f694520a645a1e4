import { type ClassType, createMethodMiddlewareDecorator, Mutation } from "type-graphql";
import { inTurns, letOthersRun } from "../event-loop/pauses.js";
import type { Payload } from "./payload.type.js";
import { UserErrorsException } from "./user-error-collector.js";

interface MutationContext {
  /** True if it takes long to convert the arguments. */
  readonly hasManyValues: boolean;
  resetLoaders(): void;
}

/**
 * Declares a mutation that returns validation errors in the `userErrors` of its payload. Only this decorator converts domain
 * errors to data. It also resets the loaders after the mutation, so that the payload shows the written state.
 */
export function UserErrorMutation<P extends Payload>(payload: () => ClassType<P>, options: { description: string }) {
  const catchUserErrors = createMethodMiddlewareDecorator<MutationContext>(async ({ context }, next) => {
    // graphql-js has just coerced the arguments. The next step converts them to instances of their classes.
    if (context.hasManyValues) await letOthersRun();
    try {
      return Object.assign(new (payload())(), await next());
    } catch (error) {
      if (!(error instanceof UserErrorsException)) throw error;
      return Object.assign(new (payload())(), { userErrors: inTurns(error.userErrors) });
    } finally {
      context.resetLoaders();
    }
  });
  return <M extends (...args: never[]) => Promise<Partial<P>>>(
    target: object,
    name: string,
    descriptor: TypedPropertyDescriptor<M>,
  ) => {
    Mutation(payload, options)(target, name, descriptor);
    catchUserErrors(target, name, descriptor);
  };
}
