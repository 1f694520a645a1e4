import type { Database } from "../database/database.js";
import { type DemoAccount, type DemoAccounts, findUnchangedAccounts } from "../demo-data/demo-accounts.js";
import { demoAccountsFile, readDemoAccounts } from "../demo-data/demo-accounts-file.js";
import { loadFirstDemoData } from "../demo-data/first-start.js";
import type { Environment } from "../env.js";

/** The demo accounts of a server. */
export interface DemoAccess {
  /** True if this start created the accounts. */
  readonly isNew: boolean;
  /** The file with their passwords. */
  readonly file: string;
  /** Returns the accounts that nobody has deleted or changed. */
  find(): Promise<Partial<Record<keyof DemoAccounts, DemoAccount>>>;
}

/**
 * Loads the demo data at the first start. Only the embedded database gets demo accounts.
 * @returns undefined if there are no demo accounts, or if DEMO_DATA is false.
 */
export async function prepareDemoAccess(
  { demoData, dataDir }: Environment,
  database: Database,
  log: (message: string) => void,
): Promise<DemoAccess | undefined> {
  if (!demoData) return undefined;
  const accountsFolder = database.kind === "server" ? undefined : dataDir;
  const isNew = await loadFirstDemoData(database.pool, { accountsFolder, now: new Date(), log });
  if (accountsFolder === undefined) return undefined;
  const accounts = await readDemoAccounts(accountsFolder);
  if (accounts === undefined) return undefined;
  return {
    isNew,
    file: demoAccountsFile(accountsFolder),
    find: () => findUnchangedAccounts(database.reserved.prisma, accounts),
  };
}
