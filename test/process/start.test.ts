import path from "node:path";
import { describeOnServer, openTestDatabase } from "../support/database.js";
import { adminKey } from "../support/server.js";
import { temporaryFolders } from "../support/temporary-folder.js";
import { killServersAfterEach, ServerProcess, startServer } from "./server-process.js";

killServersAfterEach();
const temporaryFolder = temporaryFolders();

describe("the process on an embedded database", () => {
  it("creates it with demo data and a key on the first start, and finds all of that again", async () => {
    const settings = { DATA_DIR: path.join(await temporaryFolder(), "data") };
    const first = await startServer(settings);
    expect(first.output).toContain("Creating the embedded database");
    expect(first.output).toMatch(/^Playground with the root key: http:\/\/127\.0\.0\.1:\d+\/graphql#key=sk_\S{43}$/m);
    expect(await first.customerCount()).toBe(1000);

    const rival = new ServerProcess(settings);
    expect(await rival.exitCode).toBe(1);
    expect(rival.output).toMatch(new RegExp(`^The embedded database in .* is in use by process ${first.pid}\\.`));
    expect(rival.output).not.toMatch(/^\s+at /m);

    first.signal("SIGTERM");
    expect(await first.exitCode).toBe(0);
    const second = await startServer(settings);
    expect(second.output).not.toMatch(/Creating|demo/);
    expect(second.key).toBe(first.key);
    expect(await second.customerCount()).toBe(1000);
  }, 120_000);

  it("stays empty with DEMO_DATA=false, and takes the key it is given, warning of a short one without printing it", async () => {
    const settings = { DATA_DIR: await temporaryFolder(), DEMO_DATA: "false", ADMIN_API_KEY: "a-short-key" };
    const server = await startServer(settings);
    expect(server.output).not.toContain("a-short-key");
    server.key = "a-short-key";
    expect(server.output).toContain("ADMIN_API_KEY has fewer than 32 characters");
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

describe("the process does not start, and says why", () => {
  it("with settings that are wrong, naming all of them and repeating none", async () => {
    const server = new ServerProcess({ PORT: "http", DEMO_DATA: "yes", ADMIN_API_KEY: "pass" });
    expect(await server.exitCode).toBe(1);
    expect(server.output.trim().split("\n")).toEqual([
      "The environment is not usable:",
      "  PORT must be a whole number from 0 to 65535",
      "  DEMO_DATA must be true or false",
      "  ADMIN_API_KEY must be 8 to 200 printable ASCII characters without spaces",
    ]);
  }, 60_000);

  it("with a database that is away, without its password and without a stack", async () => {
    const server = new ServerProcess({ DATABASE_URL: "postgres://shop:pass-word@127.0.0.1:1/shop" });
    expect(await server.exitCode).toBe(1);
    expect(server.output).toContain("ECONNREFUSED");
    expect(server.output).not.toMatch(/pass-word|^\s+at /m);
  }, 60_000);

  it("where its address is not one to listen on, naming the settings and not the database", async () => {
    const settings = { DATA_DIR: await temporaryFolder(), DEMO_DATA: "false" };
    const server = new ServerProcess({ ...settings, HOST: "192.0.2.1" });
    expect(await server.exitCode).toBe(1);
    expect(server.output).toMatch(/^Cannot listen where HOST and PORT say \(EADDRNOTAVAIL\)\.$/m);
    const withMetrics = new ServerProcess({ ...settings, METRICS_PORT: "0", METRICS_HOST: "192.0.2.1" });
    expect(await withMetrics.exitCode).toBe(1);
    expect(withMetrics.output).toMatch(/^Cannot listen where METRICS_HOST and METRICS_PORT say \(EADDRNOTAVAIL\)\.$/m);
    expect(withMetrics.output).not.toMatch(/database cannot|^\s+at /m);
  }, 120_000);
});
