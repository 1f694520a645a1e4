import type { PrismaClient } from "../../database/generated/client.js";

/** Records the time when each API key was last used, without one write per request. */
export interface ApiKeyUsage {
  /** Records that a key is used now. */
  record(id: string): void;
  /** Waits for the running write, writes the remaining records, and stops. */
  close(): Promise<void>;
}

const writeEveryMs = 30_000;

/**
 * Writes the recorded times every 30 seconds, in one statement.
 * @param onError is called when a write fails. The next write tries again.
 */
export function createApiKeyUsage(db: PrismaClient, onError: (error: unknown) => void): ApiKeyUsage {
  let used = new Map<string, Date>();
  let writing = Promise.resolve();

  async function write(): Promise<void> {
    if (used.size === 0) return;
    const noted = used;
    used = new Map();
    try {
      await db.$executeRaw`
        UPDATE api_key k SET last_used_at = used.at
        FROM unnest(${[...noted.keys()]}::text[], ${[...noted.values()].map((at) => at.toISOString())}::timestamptz[]) AS used (id, at)
        WHERE k.id = used.id AND (k.last_used_at IS NULL OR k.last_used_at < used.at)`;
    } catch (error) {
      used = new Map([...noted, ...used]);
      onError(error);
    }
  }

  const timer = setInterval(() => {
    writing = write();
  }, writeEveryMs).unref();
  return {
    record: (id) => void used.set(id, new Date()),
    close: async () => {
      clearInterval(timer);
      await writing;
      await write();
    },
  };
}
