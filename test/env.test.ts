import { EnvironmentError, readEnvironment } from "../src/env.js";

const adminKey = "sk_a-root-key-for-the-tests-of-the-environment";

/** The message that refuses these variables. */
function refusalOf(variables: NodeJS.ProcessEnv): string {
  try {
    readEnvironment(variables);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message;
    throw error;
  }
  throw new Error("These variables were expected to be refused.");
}

describe("readEnvironment", () => {
  it("needs no variable: it then serves demo data from an embedded database on this machine alone", () => {
    expect(readEnvironment({})).toEqual({
      host: "127.0.0.1",
      port: 4000,
      databaseUrl: undefined,
      databasePoolSize: 10,
      dataDir: ".data",
      demoData: true,
      adminApiKey: undefined,
      logLevel: "info",
      isRunByNpm: false,
    });
  });

  it("reads every variable", () => {
    const environment = readEnvironment({
      HOST: "0.0.0.0",
      PORT: "8080",
      DATABASE_URL: "postgres://shop:secret@db.example.com/shop",
      DATABASE_POOL_SIZE: "25",
      DATA_DIR: "/var/lib/shop",
      DEMO_DATA: "true",
      ADMIN_API_KEY: adminKey,
      LOG_LEVEL: "silent",
      npm_lifecycle_event: "start",
    });
    expect(environment).toEqual({
      host: "0.0.0.0",
      port: 8080,
      databaseUrl: "postgres://shop:secret@db.example.com/shop",
      databasePoolSize: 25,
      dataDir: "/var/lib/shop",
      demoData: true,
      adminApiKey: adminKey,
      logLevel: "silent",
      isRunByNpm: true,
    });
  });

  it("takes blank variables for unset ones", () => {
    const blank = { HOST: "", PORT: " ", DATABASE_URL: "", DATABASE_POOL_SIZE: "\t", DATA_DIR: "", LOG_LEVEL: " " };
    expect(readEnvironment({ ...blank, DEMO_DATA: "", ADMIN_API_KEY: "  " })).toEqual(readEnvironment({}));
  });

  it("loads demo data into a server's database only when asked to", () => {
    const DATABASE_URL = "postgresql://db.example.com/shop";
    expect(readEnvironment({ DATABASE_URL }).demoData).toBe(false);
    expect(readEnvironment({ DATABASE_URL, DEMO_DATA: "true" }).demoData).toBe(true);
    expect(readEnvironment({ DEMO_DATA: "false" }).demoData).toBe(false);
  });

  it("names all that is wrong at once", () => {
    const faulty = { PORT: "65536", DATABASE_URL: "mysql://db", DATABASE_POOL_SIZE: "0", DEMO_DATA: "yes" };
    expect(refusalOf({ ...faulty, ADMIN_API_KEY: "short", LOG_LEVEL: "loud" }).split("\n")).toEqual([
      "The environment is not usable:",
      "  PORT must be a whole number from 0 to 65535",
      "  DATABASE_URL must be a postgresql:// URL",
      "  DATABASE_POOL_SIZE must be a whole number from 1 to 1000",
      "  DEMO_DATA must be true or false",
      "  ADMIN_API_KEY must be 8 to 200 printable ASCII characters without spaces",
      "  LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent",
    ]);
  });

  it.each(["-1", "4000.5", "4e3", "0x10", " 4000", "٤٠٠٠"])("refuses %j as a port", (PORT) => {
    expect(refusalOf({ PORT })).toContain("PORT must be a whole number");
  });

  it("never repeats a value, which may be a secret", () => {
    const DATABASE_URL = "mysql://shop:pass-word-1@db.example.com/shop";
    const message = refusalOf({ DATABASE_URL, ADMIN_API_KEY: `${adminKey} pass-word-2`, LOG_LEVEL: "pass-word-3" });
    expect(message).not.toMatch(/pass-word|db\.example\.com|sk_/);
  });

  it("cannot be changed afterwards", () => {
    expect(Object.isFrozen(readEnvironment({}))).toBe(true);
  });
});
