import path from "node:path";
import { describeOnServer, openTestDatabase } from "../support/database.js";
import { adminKey } from "../support/server.js";
import { temporaryFolders } from "../support/temporary-folder.js";
import { dataFolders, killServersAfterEach, ServerProcess, startServer } from "./server-process.js";

killServersAfterEach();
const temporaryFolder = temporaryFolders();
const dataFolder = dataFolders();

describe("the process on an embedded database", () => {
  it("creates it with demo data and a key at the first start, and uses them again at the next start", async () => {
    const settings = { DATA_DIR: path.join(await temporaryFolder(), "data") };
    const first = await startServer(settings);
    expect(first.messages[0]).toMatch(/^Creating the embedded database/);
    expect(first.messages.at(-1)).toMatch(
      /^Playground with the root key: http:\/\/127\.0\.0\.1:\d+\/graphql#key=sk_\S{43}$/,
    );
    expect(JSON.parse(first.output.trim().split("\n").at(-1) ?? "")).toMatchObject({
      url: `${first.url}#key=${first.key}`,
    });
    expect(await first.customerCount()).toBe(1000);

    const rival = new ServerProcess(settings);
    expect(await rival.exitCode).toBe(1);
    expect(rival.messages).toEqual([
      expect.stringMatching(`^The embedded database in .* is in use by process ${first.pid}\\.`),
    ]);

    first.signal("SIGTERM");
    expect(await first.exitCode).toBe(0);
    const second = await startServer(settings);
    expect(second.output).not.toMatch(/Creating|demo/);
    expect(second.key).toBe(first.key);
    expect(await second.customerCount()).toBe(1000);
  }, 120_000);

  it("stays empty with DEMO_DATA=false, uses the given key, and warns of a short one without printing it", async () => {
    const settings = { DATA_DIR: await dataFolder(), DEMO_DATA: "false", ADMIN_API_KEY: "a-short-key" };
    const server = await startServer(settings);
    expect(server.output).not.toContain("a-short-key");
    server.key = "a-short-key";
    expect(server.output).toContain("ADMIN_API_KEY should have 32 characters or more");
    expect(await server.customerCount()).toBe(0);
  }, 120_000);
});

describeOnServer("the process on a PostgreSQL server", () => {
  it("starts without demo data, and does not print the key", async () => {
    const { url = "", close } = await openTestDatabase();
    const server = await startServer({ DATABASE_URL: url, ADMIN_API_KEY: adminKey });
    expect(server.output).not.toContain(adminKey);
    server.key = adminKey;
    expect(await server.customerCount()).toBe(0);
    server.signal("SIGTERM");
    expect(await server.exitCode).toBe(0);
    await close();
  }, 60_000);
});
