import { Prisma, type PrismaClient } from "../../database/generated/client.js";

/** Records the time when each API key or each session was last used, without one write per request. */
export interface UsageRecorder {
  /** Records that a key or a session is used now. */
  record(id: string): void;
  /** Waits for the running write, writes the remaining records, and stops. */
  close(): Promise<void>;
}

const writeEveryMs = 30_000;

/**
 * Writes the recorded times every 30 seconds, in one statement.
 * @param onError is called when a write fails. The next write tries again.
 */
export function createUsageRecorder(
  db: PrismaClient,
  table: "api_key" | "session",
  onError: (error: unknown) => void,
): UsageRecorder {
  let used = new Map<string, Date>();
  let writing = Promise.resolve();

  async function write(): Promise<void> {
    if (used.size === 0) return;
    const noted = used;
    used = new Map();
    try {
      await db.$executeRaw(updateOf(table, noted));
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

/** Rows that another transaction has locked are left out, so that the statements of two instances cannot block each other. */
function updateOf(table: "api_key" | "session", used: ReadonlyMap<string, Date>): Prisma.Sql {
  const ids = [...used.keys()];
  const times = [...used.values()].map((at) => at.toISOString());
  const name = Prisma.raw(table);
  return Prisma.sql`
    UPDATE ${name} t SET last_used_at = used.at
    FROM unnest(${ids}::text[], ${times}::timestamptz[]) AS used (id, at)
    JOIN (SELECT id FROM ${name} WHERE id = ANY(${ids}::text[]) FOR UPDATE SKIP LOCKED) unlocked ON unlocked.id = used.id
    WHERE t.id = used.id AND (t.last_used_at IS NULL OR t.last_used_at < used.at)`;
}
