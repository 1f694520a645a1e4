/** A job that deletes old rows of a table. */
export interface Cleanup {
  /** Stops the job, after the current deletion. */
  close(): Promise<void>;
}

const intervalMs = 3_600_000;
const batchSize = 1_000;

/**
 * Deletes old rows every hour, in short transactions with a limited number of rows.
 * @param deleteOld deletes at most this number of rows and returns the number of deleted rows.
 * @param onError is called if a deletion fails. The next run is an hour later.
 */
export function cleanUpHourly(
  deleteOld: (maxRows: number) => Promise<number>,
  onError: (error: unknown) => void,
): Cleanup {
  let isClosing = false;
  let deletion = Promise.resolve();
  const deleteAll = async () => {
    while (!isClosing && (await deleteOld(batchSize)) === batchSize);
  };
  const timer = setInterval(() => {
    deletion = deleteAll().catch(onError);
  }, intervalMs).unref();
  return {
    close: async () => {
      isClosing = true;
      clearInterval(timer);
      await deletion;
    },
  };
}
