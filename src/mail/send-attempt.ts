import { describeError } from "../monitoring/error-log.js";

const firstDelaySeconds = 5;
const maxDelaySeconds = 300;

/** Returns the pause after a failed attempt: 5, 10, 20 … seconds, at most 5 minutes, changed at random by up to a quarter. */
export function retryDelaySeconds(attempts: number): number {
  const delay = Math.min(maxDelaySeconds, firstDelaySeconds * 2 ** Math.min(attempts - 1, 10));
  return delay * (0.75 + Math.random() / 2);
}

/** Describes the error of an attempt. Responses of mail servers are left out, because they repeat the address. */
export function describeSendError(error: unknown): object {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const { command, responseCode } = cause as { command?: unknown; responseCode?: unknown };
  const { stack: _, ...described } = describeError(cause);
  return {
    ...described,
    ...(typeof command === "string" && { command }),
    ...(typeof responseCode === "number" && { responseCode }),
  };
}
