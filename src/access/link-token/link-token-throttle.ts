import { UserErrorsException } from "../../graphql/errors/user-error-collector.js";
import type { Context } from "../context.js";
import { clientKey } from "../throttle/client-address.js";
import { countFailures, type FailureRule, failureSubject, undoFailure } from "../throttle/failure-count.js";

/** A person uses few old links. An office or a mobile network has one address for many people. */
const badTokensOfClient: FailureRule = { firstDelayedFailure: 30, decaySeconds: 60 };

/**
 * Runs `work` and counts bad tokens for each client, for all links together. Only INVALID_TOKEN counts as a failure.
 * @throws RATE_LIMITED after several bad tokens, and the error of `work`.
 */
export async function slowDownBadTokens<T>(
  { db, clientAddress }: Pick<Context, "db" | "clientAddress">,
  work: () => Promise<T>,
): Promise<T> {
  const client = failureSubject(`bad token at ${clientKey(clientAddress)}`, badTokensOfClient);
  await countFailures(db.reserved, [client]);
  let isBadToken = false;
  try {
    return await work();
  } catch (error) {
    isBadToken = isInvalidToken(error);
    throw error;
  } finally {
    if (!isBadToken) await undoFailure(db.reserved, client);
  }
}

function isInvalidToken(error: unknown): boolean {
  return error instanceof UserErrorsException && error.userErrors.some(({ code }) => code === "INVALID_TOKEN");
}
