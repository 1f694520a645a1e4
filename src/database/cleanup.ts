/** Keeps a table from growing for ever. */
export interface Cleanup {
  /** Waits for a deletion under way, and ends. */
  close(): Promise<void>;
}

const everyMs = 3_600_000;
const rowsAtOnce = 1_000;

/**
 * Deletes what is too old every hour, a bounded number of rows at a time: each is a short transaction.
 * @param deleteOld deletes at most so many rows, and says how many there were.
 * @param onError is told when that fails; the next hour tries again.
 */
export function cleanUpHourly(
  deleteOld: (maxRows: number) => Promise<number>,
  onError: (error: unknown) => void,
): Cleanup {
  let isClosing = false;
  let deletion = Promise.resolve();
  const deleteAll = async () => {
    while (!isClosing && (await deleteOld(rowsAtOnce)) === rowsAtOnce);
  };
  const timer = setInterval(() => {
    deletion = deleteAll().catch(onError);
  }, everyMs).unref();
  return {
    close: async () => {
      isClosing = true;
      clearInterval(timer);
      await deletion;
    },
  };
}
