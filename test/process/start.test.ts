import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { DemoAccounts } from "../../src/demo-data/demo-accounts.js";
import { describeOnServer, openTestDatabase } from "../support/database.js";
import { adminKey } from "../support/server.js";
import { temporaryFolders } from "../support/temporary-folder.js";
import { dataFolders, killServersAfterEach, ServerProcess, startServer } from "./server-process.js";

killServersAfterEach();
const temporaryFolder = temporaryFolders();
const dataFolder = dataFolders();

const countUsers = "{ users { totalCount } }";

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Asks for a demo account as the playground does. Returns the status if the server refuses. */
async function askForDemoAccount(server: ServerProcess, kind: string): Promise<Credentials | 404> {
  const url = `${server.url}/demo-accounts/${kind}`;
  const response = await fetch(url, { method: "POST", headers: { origin: new URL(url).origin } });
  if (response.ok) return (await response.json()) as Credentials;
  expect(response.status).toBe(404);
  return 404;
}

async function logIn(server: ServerProcess, kind: keyof DemoAccounts, credentials: Credentials): Promise<boolean> {
  const mutation = kind === "staff" ? "login" : "customerLogin";
  const { email, password } = credentials;
  const { result } = await server.ask<{ result: { token: string | null } }>(
    `mutation ($email: String!, $password: String!) { result: ${mutation}(email: $email, password: $password) { token } }`,
    { email, password },
  );
  return result.token !== null;
}

const fileMessage = (file: string) => `The passwords of the demo accounts are in ${file}`;

async function readAccounts(folder: string): Promise<{ file: string; accounts: DemoAccounts }> {
  const file = path.join(folder, "demo-accounts.json");
  return { file, accounts: JSON.parse(await readFile(file, "utf8")) };
}

async function stop(server: ServerProcess): Promise<void> {
  server.signal("SIGTERM");
  expect(await server.exitCode).toBe(0);
}

describe("the process on an embedded database", () => {
  it("creates it with demo data and a key at the first start, and uses them again at the next start", async () => {
    const settings = { DATA_DIR: path.join(await temporaryFolder(), "data") };
    const monthAgo = new Date(Date.now() - 30 * 86_400_000).toISOString();
    const first = await startServer(settings);
    expect(first.messages[0]).toMatch(/^Creating the embedded database/);
    expect(first.messages.at(-1)).toMatch(
      /^Playground with the root key: http:\/\/127\.0\.0\.1:\d+\/graphql#key=sk_\S{43}$/,
    );
    expect(JSON.parse(first.output.trim().split("\n").at(-1) ?? "")).toMatchObject({
      url: `${first.url}#key=${first.key}`,
    });
    expect(await first.customerCount()).toBe(1000);
    const { customers } = await first.ask<{ customers: { totalCount: number } }>(
      `{ customers(where: { createdAt: { gte: "${monthAgo}" } }) { totalCount } }`,
    );
    expect(customers.totalCount).toBeGreaterThan(30);
    const mails = `Mails: stored as files in ${path.join(settings.DATA_DIR, "mail")}. Set SMTP_URL to send them.`;
    expect(first.messages.filter((message) => message.includes("SMTP_URL"))).toEqual([mails]);

    const { file, accounts } = await readAccounts(settings.DATA_DIR);
    const { staff, customer } = accounts;
    const offered = await askForDemoAccount(first, "customer");
    if (offered === 404) throw new Error("The demo customer is not offered.");
    expect(offered.password).toBe(customer.password);
    expect(first.messages.slice(-5, -1)).toEqual([
      `Demo staff: log in as demo.staff@example.com with the password ${staff.password}`,
      `Demo customer: log in as ${offered.email} with the password ${customer.password}`,
      fileMessage(file),
      `Admin app, signed in with the root key: ${new URL("/", first.url).href}#key=${first.key}`,
    ]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await askForDemoAccount(first, "staff")).toEqual({ email: staff.email, password: staff.password });
    expect(await logIn(first, "staff", staff)).toBe(true);
    expect(await logIn(first, "customer", offered)).toBe(true);
    await first.ask(`mutation { userDelete(id: "${staff.id}") { deletedId } }`);

    const rival = new ServerProcess(settings);
    expect(await rival.exitCode).toBe(1);
    expect(rival.messages).toEqual([
      expect.stringMatching(`^The embedded database in .* is in use by process ${first.pid}\\.`),
    ]);

    first.signal("SIGTERM");
    expect(await first.exitCode).toBe(0);
    const second = await startServer(settings);
    expect(second.output).not.toMatch(/Creating|loading|Loaded/);
    expect(second.key).toBe(first.key);
    expect(await second.customerCount()).toBe(1000);
    expect(second.messages.at(-3)).toBe(fileMessage(file));
    for (const { password } of [staff, customer]) expect(second.output).not.toContain(password);
    expect(await logIn(second, "staff", staff)).toBe(false);
    expect(await logIn(second, "customer", offered)).toBe(true);
    expect(await askForDemoAccount(second, "staff")).toBe(404);
    expect(await askForDemoAccount(second, "customer")).toEqual(offered);
  }, 300_000);

  it("does not print the passwords of demo accounts in production, and offers them neither behind a proxy nor with DEMO_DATA=false", async () => {
    const settings = { DATA_DIR: await dataFolder() };
    const production = await startServer({ ...settings, NODE_ENV: "production", ADMIN_API_KEY: adminKey });
    const { file, accounts } = await readAccounts(settings.DATA_DIR);
    expect(production.messages).toContain(fileMessage(file));
    for (const { password } of Object.values(accounts)) expect(production.output).not.toContain(password);
    expect(await logIn(production, "staff", accounts.staff)).toBe(true);
    expect(await askForDemoAccount(production, "staff")).toBe(404);
    expect(production.messages).toContain(`Admin app: ${new URL("/", production.url).href}`);
    await stop(production);

    const behindProxy = await startServer({ ...settings, TRUSTED_PROXIES: "1" });
    expect(behindProxy.messages).toContain(fileMessage(file));
    expect(await askForDemoAccount(behindProxy, "staff")).toBe(404);
    await stop(behindProxy);

    const later = await startServer({ ...settings, DEMO_DATA: "false" });
    expect(later.output).not.toMatch(/demo/i);
    expect(await askForDemoAccount(later, "staff")).toBe(404);
  }, 300_000);

  it("stays empty with DEMO_DATA=false, uses the given key, and warns of a short one without printing it", async () => {
    const settings = { DATA_DIR: await dataFolder(), DEMO_DATA: "false", ADMIN_API_KEY: "a-short-key" };
    const server = await startServer(settings);
    expect(server.output).not.toContain("a-short-key");
    server.key = "a-short-key";
    expect(server.output).toContain("ADMIN_API_KEY should have 32 characters or more");
    expect(await server.customerCount()).toBe(0);
    expect(existsSync(path.join(settings.DATA_DIR, "demo-accounts.json"))).toBe(false);
    expect((await server.ask<{ users: { totalCount: number } }>(countUsers)).users.totalCount).toBe(0);
  }, 120_000);
});

describeOnServer("the process on a PostgreSQL server", () => {
  it("starts without demo data, and does not print the key", async () => {
    const { url = "", close } = await openTestDatabase();
    const server = await startServer({ DATABASE_URL: url, ADMIN_API_KEY: adminKey });
    expect(server.output).not.toContain(adminKey);
    expect(server.messages.filter((message) => message.includes("SMTP_URL"))).toEqual([
      "SMTP_URL is not set: operations that send mails are unavailable.",
    ]);
    server.key = adminKey;
    expect(await server.customerCount()).toBe(0);
    await stop(server);
    await close();
  }, 60_000);

  it("creates no demo accounts, also with DEMO_DATA=true", async () => {
    const { url = "", close } = await openTestDatabase();
    const settings = { DATABASE_URL: url, DATA_DIR: await temporaryFolder(), DEMO_DATA: "true", JWT_SECRET: adminKey };
    const server = await startServer({ ...settings, ADMIN_API_KEY: adminKey });
    server.key = adminKey;
    expect(await server.customerCount()).toBe(1000);
    expect(server.output).not.toMatch(/demo (staff|account)/i);
    expect((await server.ask<{ users: { totalCount: number } }>(countUsers)).users.totalCount).toBe(0);
    expect(await askForDemoAccount(server, "staff")).toBe(404);
    expect(await readdir(settings.DATA_DIR)).toEqual([]);
    await stop(server);
    await close();
  }, 120_000);
});
