import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { writeSecret } from "../access/auth/embedded-secrets.js";
import type { DemoAccounts } from "./demo-accounts.js";

const customer = z.object({ id: z.string(), password: z.string() });
const accounts = z.object({ staff: customer.extend({ email: z.string() }), customer });

/** The file with the passwords of the demo accounts, in the folder of the embedded database. */
export function demoAccountsFile(dataDir: string): string {
  return join(dataDir, "demo-accounts.json");
}

/** Stores the accounts, readable by the owner only. */
export async function saveDemoAccounts(dataDir: string, accounts: DemoAccounts): Promise<void> {
  await writeSecret(demoAccountsFile(dataDir), JSON.stringify(accounts, undefined, 2));
}

/** Reads the accounts. Returns undefined if there is no such file, or if somebody has changed it to something else. */
export async function readDemoAccounts(dataDir: string): Promise<DemoAccounts | undefined> {
  const text = await readFile(demoAccountsFile(dataDir), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    return "";
  });
  return accounts.safeParse(parseJson(text)).data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
