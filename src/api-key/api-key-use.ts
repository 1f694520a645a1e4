import type { PrismaClient } from "../database/generated/client.js";

/** Keeps when each API key was last used, without a write for each request. */
export interface ApiKeyUse {
  /** The key was used now. */
  note(id: string): void;
  /** Writes what was noted, and ends. */
  close(): Promise<void>;
}

const writeEveryMs = 30_000;

/**
 * Writes what was noted every half minute, in one statement.
 * @param onError is told when that fails; the next time tries again.
 */
export function createApiKeyUse(db: PrismaClient, onError: (error: unknown) => void): ApiKeyUse {
  let used = new Map<string, Date>();

  async function write(): Promise<void> {
    if (used.size === 0) return;
    const writing = used;
    used = new Map();
    try {
      await db.$executeRaw`
        UPDATE api_key k SET last_used_at = used.at
        FROM unnest(${[...writing.keys()]}::text[], ${[...writing.values()].map((at) => at.toISOString())}::timestamptz[]) AS used (id, at)
        WHERE k.id = used.id AND (k.last_used_at IS NULL OR k.last_used_at < used.at)`;
    } catch (error) {
      used = new Map([...writing, ...used]);
      onError(error);
    }
  }

  const timer = setInterval(write, writeEveryMs).unref();
  return {
    note: (id) => void used.set(id, new Date()),
    close: async () => {
      clearInterval(timer);
      await write();
    },
  };
}
