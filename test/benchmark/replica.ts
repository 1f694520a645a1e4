import { setTimeout } from "node:timers/promises";
import pg from "pg";

const retryMs = 500;
const maxWaitMs = 60_000;
const databaseDoesNotExist = "3D000";
const lateReplica = "Expected the replica to have the database within 60 s. Does it follow the server of DATABASE_URL?";

/** A physical replica of the PostgreSQL server, with a copy of the benchmark's database. */
export class Replica {
  readonly databaseUrl: string;
  /** A connection that stays open. */
  readonly admin: pg.Client;

  private constructor(databaseUrl: string, admin: pg.Client) {
    this.databaseUrl = databaseUrl;
    this.admin = admin;
  }

  /**
   * Waits until the replica has the database.
   * @param url the URL of the replica, with any database.
   * @param primaryUrl the URL of the database on the primary.
   * @throws if the server is not a replica.
   */
  static async open(url: string, primaryUrl: string): Promise<Replica> {
    const admin = new pg.Client({ connectionString: url, application_name: "shop_benchmark" });
    await admin.connect();
    const { rows } = await admin.query<{ isReplica: boolean }>('SELECT pg_is_in_recovery() AS "isReplica"');
    if (!rows[0]?.isReplica) throw new Error("Expected --replica to be the URL of a replica, got another server.");
    const databaseUrl = new URL(url);
    databaseUrl.pathname = new URL(primaryUrl).pathname;
    const deadline = performance.now() + maxWaitMs;
    while (!(await hasDatabase(databaseUrl.href))) {
      if (performance.now() > deadline) throw new Error(lateReplica);
      await setTimeout(retryMs);
    }
    return new Replica(databaseUrl.href, admin);
  }

  async close(): Promise<void> {
    await this.admin.end();
  }
}

async function hasDatabase(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === databaseDoesNotExist) return false;
    throw error;
  } finally {
    await client.end();
  }
}
