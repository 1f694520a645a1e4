import type { PGlite } from "@electric-sql/pglite";

// The status with which PostgreSQL leaves its main loop to report an ordinary error.
const ERROR_REPORTED = 100;

/** PostgreSQL inside this process broke down, for example because a statement ran out of stack. */
export class EmbeddedDatabaseCrash extends Error {
  constructor(cause: unknown) {
    // Only in words: the error itself would keep the memory of the broken instance for as long as anybody keeps it.
    super(`The embedded database broke down in the middle of a statement: ${cause}`);
  }
}

/**
 * Makes a breakdown of PostgreSQL fail the statement that caused it, and all later ones.
 *
 * PGlite swallows every exception that comes out of its WebAssembly. When it was not PostgreSQL's way to report an
 * error, then either the statement seems to have succeeded without having done anything, or PGlite tries it again for
 * ever. The guard throws in its place; as PGlite would swallow that too, what is thrown throws again when it is looked at.
 *
 * @param onCrash told once; the instance is of no use afterwards, and must not even be closed.
 * @param reason gives what PostgreSQL has said last about it.
 */
export function detectCrashes(
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
      if (hasStatus(error, ERROR_REPORTED)) throw error;
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
