import type { PGlite } from "@electric-sql/pglite";

// The exit status of PostgreSQL's main loop when it reports an ordinary error.
const errorReported = 100;

/** The embedded PostgreSQL crashed, for example because a statement exceeded the stack. */
export class EmbeddedDatabaseCrash extends Error {
  constructor(cause: unknown) {
    // Only the text of the error is kept. The error object would keep the memory of the crashed instance.
    super(`The embedded database crashed during a statement: ${cause}`);
  }
}

/**
 * Makes a crash of PostgreSQL fail the statement that caused it, and all later statements.
 *
 * PGlite swallows every exception from its WebAssembly code. PostgreSQL uses exceptions to report ordinary errors. After any
 * other exception, PGlite either returns success without having run the statement, or retries it forever. So these functions
 * throw instead. PGlite would swallow that error, too, so the thrown object throws again when PGlite reads its status.
 *
 * @param onCrash is called once. Do not use or close the instance afterwards.
 * @param reason returns the last message of PostgreSQL about the crash.
 */
export function failOnCrash(
  pglite: PGlite,
  onCrash: (crash: EmbeddedDatabaseCrash) => void,
  reason: () => string | undefined = () => undefined,
): void {
  const module = pglite.Module;
  const runOnce = module._PostgresMainLoopOnce;
  module._PostgresMainLoopOnce = () => {
    try {
      runOnce();
    } catch (error) {
      if (hasStatus(error, errorReported)) throw error;
      const crash = new EmbeddedDatabaseCrash(reason() ?? error);
      module._PostgresMainLoopOnce = () => throwThroughPglite(crash);
      module._PostgresSendReadyForQueryIfNecessary = () => {};
      module._pgl_pq_flush = () => {};
      onCrash(crash);
      throwThroughPglite(crash);
    }
  };
}

function hasStatus(error: unknown, status: number): boolean {
  return typeof error === "object" && error !== null && "status" in error && error.status === status;
}

function throwThroughPglite(crash: EmbeddedDatabaseCrash): never {
  throw {
    get status() {
      throw crash;
    },
  };
}
