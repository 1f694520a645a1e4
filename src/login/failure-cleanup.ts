import type { PrismaClient } from "../database/generated/client.js";
import { deleteOldFailures } from "./login-throttle.js";

/** Keeps the table of failed logins from growing for ever. */
export interface FailureCleanup {
  /** Waits for a deletion under way, and ends. */
  close(): Promise<void>;
}

const deleteEveryMs = 3_600_000;

/**
 * Deletes what is a day old every hour.
 * @param onError is told when that fails; the next time tries again.
 */
export function createFailureCleanup(db: PrismaClient, onError: (error: unknown) => void): FailureCleanup {
  let deletion = Promise.resolve();
  const timer = setInterval(() => {
    deletion = deleteOldFailures(db).catch(onError);
  }, deleteEveryMs).unref();
  return {
    close: async () => {
      clearInterval(timer);
      await deletion;
    },
  };
}
