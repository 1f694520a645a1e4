import { mkdir } from "node:fs/promises";
import path from "node:path";
import { EnvironmentError, readEnvironment, readProcessEnvironment } from "../src/env.js";
import { defaultLimits } from "../src/execution/limits/limits.js";
import { temporaryFolders } from "./support/temporary-folder.js";

const temporaryFolder = temporaryFolders();

const secret = "s".repeat(32);
const formerSecret = "f".repeat(40);
const adminKey = "sk_a-root-key-for-the-tests-of-the-environment";

/** The error message for these variables. */
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
  it("needs no variable; the defaults are demo data, an embedded database and this machine only", () => {
    expect(readEnvironment({})).toEqual({
      host: "127.0.0.1",
      port: 4000,
      databaseUrl: undefined,
      replicaUrls: [],
      databasePoolSize: 10,
      reservedConnections: 2,
      connectionLimits: { perCaller: 5, perRequest: 2 },
      dataDir: ".data",
      demoData: true,
      adminApiKey: undefined,
      firstUser: undefined,
      jwtSecrets: undefined,
      identityProvider: undefined,
      mail: {
        smtp: undefined,
        from: { name: "Demo shop", address: "shop@localhost" },
        siteUrls: {},
        templates: undefined,
      },
      files: { folder: path.join(".data", "files"), maxBytes: 1_073_741_824, days: 7 },
      selfRegistration: undefined,
      requestTimeoutMs: 10_000,
      load: { maxRequests: 200, busyLatencyMs: 10 },
      maxConnections: 10_000,
      trustedProxies: 0,
      corsOrigins: undefined,
      limits: defaultLimits,
      rateLimit: {
        staff: { perSecond: 40_000, burst: 400_000 },
        customers: { perSecond: 1_000, burst: 20_000 },
        addresses: { perSecond: 10_000, burst: 200_000 },
        redisUrl: undefined,
      },
      maxReceiveMs: 30_000,
      runsJobs: true,
      trustedDocuments: undefined,
      introspection: true,
      federation: true,
      playground: true,
      adminApp: true,
      logLevel: "info",
      metrics: undefined,
      isTraced: false,
      misspelt: [],
      isRunByNpm: false,
    });
  });

  it("reads every variable", () => {
    const environment = readEnvironment({
      HOST: "0.0.0.0",
      PORT: "8080",
      DATABASE_URL: "postgres://shop:secret@db.example.com/shop",
      DATABASE_REPLICA_URLS: "postgres://replica-1.example.com/shop, postgres://replica-2.example.com/shop",
      DATABASE_POOL_SIZE: "25",
      DATABASE_RESERVED_CONNECTIONS: "3",
      DATABASE_CONNECTIONS_PER_CALLER: "20",
      DATABASE_CONNECTIONS_PER_REQUEST: "7",
      DATA_DIR: "/var/lib/shop",
      DEMO_DATA: "true",
      ADMIN_API_KEY: adminKey,
      ADMIN_EMAIL: "ada@example.com",
      ADMIN_PASSWORD: "correct horse",
      JWT_SECRET: `${secret},${formerSecret}`,
      JWT_ISSUER: "https://id.example.com",
      JWT_JWKS_URL: "https://id.example.com/keys",
      JWT_AUDIENCE: "shop",
      JWT_SCOPES_CLAIM: "permissions",
      SMTP_URL: "smtp://shop:p%40ss%3Aword@smtp.example.com?requireTLS=false",
      MAIL_FROM: "The Shop <shop@example.com>",
      MAIL_TEMPLATES: "/etc/shop/mails",
      ACCOUNT_URL: "https://shop.example.com/account/",
      STAFF_URL: "https://customers.example.com/admin",
      FILES_DIR: "/mnt/shop-files",
      MAX_FILE_BYTES: "5000000000",
      FILE_DAYS: "14",
      SELF_REGISTRATION: "true",
      REQUEST_TIMEOUT_MS: "2500",
      MAX_CONNECTIONS: "60",
      MAX_CONCURRENT_REQUESTS: "50",
      BUSY_LATENCY_MS: "40",
      TRUSTED_PROXIES: "2",
      CORS_ORIGINS:
        "https://shop.example.com, http://Admin.example.com:8443/,capacitor://localhost,https://b\u00fccher.example:443",
      MAX_DOCUMENT_CHARACTERS: "2000",
      MAX_TOKENS: "300",
      MAX_SELECTIONS: "40",
      MAX_FRAGMENTS: "5",
      MAX_DEPTH: "6",
      MAX_ROOT_FIELDS: "7",
      MAX_ALIASES: "8",
      MAX_DIRECTIVES: "9",
      MAX_VALUES: "11",
      MAX_COST: "10000",
      MAX_RESPONSE_BYTES: "12000",
      RATE_LIMIT_PER_SECOND: "70",
      RATE_LIMIT_BURST: "20000",
      CUSTOMER_RATE_LIMIT_PER_SECOND: "30",
      CUSTOMER_RATE_LIMIT_BURST: "5000",
      ADDRESS_RATE_LIMIT_PER_SECOND: "40",
      ADDRESS_RATE_LIMIT_BURST: "6000",
      REDIS_URL: "redis://store.example.com:6379",
      MAX_RECEIVE_SECONDS: "12",
      JOBS: "false",
      TRUSTED_DOCUMENTS: "documents.json",
      TRUSTED_DOCUMENTS_ONLY: "true",
      INTROSPECTION: "true",
      FEDERATION: "false",
      PLAYGROUND: "false",
      ADMIN_APP: "false",
      NODE_ENV: "production",
      LOG_LEVEL: "silent",
      METRICS_HOST: "::1",
      METRICS_PORT: "9464",
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector.example.com:4318",
      npm_lifecycle_event: "start",
    });
    expect(environment).toEqual({
      host: "0.0.0.0",
      port: 8080,
      databaseUrl: "postgres://shop:secret@db.example.com/shop",
      replicaUrls: ["postgres://replica-1.example.com/shop", "postgres://replica-2.example.com/shop"],
      databasePoolSize: 25,
      reservedConnections: 3,
      connectionLimits: { perCaller: 20, perRequest: 7 },
      dataDir: "/var/lib/shop",
      demoData: true,
      adminApiKey: adminKey,
      firstUser: { email: "ada@example.com", password: "correct horse" },
      jwtSecrets: [secret, formerSecret],
      identityProvider: {
        issuer: "https://id.example.com",
        jwksUrl: "https://id.example.com/keys",
        audience: "shop",
        scopesClaim: "permissions",
      },
      mail: {
        smtp: {
          host: "smtp.example.com",
          port: 587,
          implicitTls: false,
          requiresTls: false,
          isOnThisMachine: false,
          credentials: { user: "shop", password: "p@ss:word" },
        },
        from: { name: "The Shop", address: "shop@example.com" },
        siteUrls: { account: "https://shop.example.com/account", staff: "https://customers.example.com/admin" },
        templates: "/etc/shop/mails",
      },
      files: { folder: "/mnt/shop-files", maxBytes: 5_000_000_000, days: 14 },
      selfRegistration: true,
      requestTimeoutMs: 2_500,
      load: { maxRequests: 50, busyLatencyMs: 40 },
      maxConnections: 60,
      trustedProxies: 2,
      corsOrigins: [
        "https://shop.example.com",
        "http://admin.example.com:8443",
        "capacitor://localhost",
        "https://xn--bcher-kva.example",
      ],
      limits: {
        characters: 2000,
        tokens: 300,
        selections: 40,
        fragments: 5,
        depth: 6,
        rootFields: 7,
        aliases: 8,
        directives: 9,
        values: 11,
        cost: 10_000,
        responseBytes: 12_000,
      },
      rateLimit: {
        staff: { perSecond: 70, burst: 20_000 },
        customers: { perSecond: 30, burst: 5_000 },
        addresses: { perSecond: 40, burst: 6_000 },
        redisUrl: "redis://store.example.com:6379",
      },
      maxReceiveMs: 12_000,
      runsJobs: false,
      trustedDocuments: { file: "documents.json", areOnly: true },
      introspection: true,
      federation: false,
      playground: false,
      adminApp: false,
      logLevel: "silent",
      metrics: { host: "::1", port: 9464 },
      isTraced: true,
      misspelt: [],
      isRunByNpm: true,
    });
  });

  it.each(["0", "1001"])("reports only DATABASE_POOL_SIZE if it is %s", (DATABASE_POOL_SIZE) => {
    expect(refusalOf({ DATABASE_POOL_SIZE }).match(/[A-Z]+_[A-Z_]+/g)).toEqual(["DATABASE_POOL_SIZE"]);
  });

  it.each([
    [1, { perCaller: 1, perRequest: 1 }],
    [4, { perCaller: 2, perRequest: 1 }],
    [40, { perCaller: 20, perRequest: 8 }],
  ])("limits the connections of callers and requests to shares of a pool of %i", (size, limits) => {
    expect(readEnvironment({ DATABASE_POOL_SIZE: `${size}` }).connectionLimits).toEqual(limits);
  });

  it("limits a request to the connections of its caller, and a caller to the connections of the pool", () => {
    expect(readEnvironment({ DATABASE_CONNECTIONS_PER_CALLER: "1" }).connectionLimits).toEqual({
      perCaller: 1,
      perRequest: 1,
    });
    const refusal = refusalOf({ DATABASE_CONNECTIONS_PER_CALLER: "11", DATABASE_CONNECTIONS_PER_REQUEST: "12" });
    expect(refusal).toContain("DATABASE_CONNECTIONS_PER_CALLER must not be more than DATABASE_POOL_SIZE, 10");
    expect(refusal).toContain(
      "DATABASE_CONNECTIONS_PER_REQUEST must not be more than DATABASE_CONNECTIONS_PER_CALLER, 11",
    );
  });

  it.each([
    ["smtp://smtp.example.com", { port: 587, implicitTls: false, requiresTls: true }],
    ["smtps://smtp.example.com", { port: 465, implicitTls: true, requiresTls: true }],
    ["smtp://smtp.example.com:25?requireTLS=true", { port: 25, implicitTls: false, requiresTls: true }],
    ["smtp://localhost:1025", { host: "localhost", port: 1025, requiresTls: false, credentials: undefined }],
    ["smtp://[::1]:1025", { host: "::1", requiresTls: false, isOnThisMachine: true }],
    ["smtp://localhost.example.com", { requiresTls: true, isOnThisMachine: false }],
  ])("requires TLS for a mail server on another machine: %s", (SMTP_URL, server) => {
    expect(readEnvironment({ SMTP_URL, MAIL_FROM: "shop@example.com" }).mail.smtp).toMatchObject(server);
  });

  it("requires the addresses of links and a secret for mails with a database server, which several instances may use", () => {
    const mail = { SMTP_URL: "smtp://smtp.example.com", MAIL_FROM: "shop@example.com" };
    expect(readEnvironment(mail).mail.from).toEqual({ name: "example.com", address: "shop@example.com" });
    const refusal = refusalOf({ ...mail, DATABASE_URL: "postgresql://db.example.com/shop" });
    expect(refusal.split("\n").slice(1)).toEqual([
      "  JWT_SECRET must be set together with SMTP_URL and DATABASE_URL",
      "  ACCOUNT_URL must be set together with SMTP_URL and DATABASE_URL",
      "  STAFF_URL must be set together with SMTP_URL and DATABASE_URL",
    ]);
  });

  it("has a folder for files beside the embedded database, and none with a database server, which several instances may use", () => {
    expect(readEnvironment({ DATA_DIR: "/data" }).files.folder).toBe("/data/files");
    const DATABASE_URL = "postgresql://db.example.com/shop";
    expect(readEnvironment({ DATABASE_URL, DATA_DIR: "/data" }).files.folder).toBeUndefined();
  });

  it("treats blank variables as unset", () => {
    const blank = { HOST: "", PORT: " ", DATABASE_URL: "", DATABASE_POOL_SIZE: "\t", DATA_DIR: "", LOG_LEVEL: " " };
    expect(readEnvironment({ ...blank, DEMO_DATA: "", ADMIN_API_KEY: "  " })).toEqual(readEnvironment({}));
  });

  it("has no rate limit if the rate per second is 0", () => {
    expect(readEnvironment({ RATE_LIMIT_PER_SECOND: "0" }).rateLimit.staff).toBeUndefined();
    expect(readEnvironment({ CUSTOMER_RATE_LIMIT_PER_SECOND: "0" }).rateLimit.customers).toBeUndefined();
    expect(readEnvironment({ ADDRESS_RATE_LIMIT_PER_SECOND: "0" }).rateLimit.addresses).toBeUndefined();
  });

  it("loads demo data into a database server only if DEMO_DATA is set", () => {
    const DATABASE_URL = "postgresql://db.example.com/shop";
    expect(readEnvironment({ DATABASE_URL }).demoData).toBe(false);
    expect(readEnvironment({ DATABASE_URL, DEMO_DATA: "true" }).demoData).toBe(true);
    expect(readEnvironment({ DEMO_DATA: "false" }).demoData).toBe(false);
  });

  it("hides schema and playground in production unless they are turned on", () => {
    const NODE_ENV = "production";
    expect(readEnvironment({ NODE_ENV })).toMatchObject({ introspection: false, playground: false });
    const asked = { NODE_ENV, INTROSPECTION: "true", PLAYGROUND: "true" };
    expect(readEnvironment(asked)).toMatchObject({ introspection: true, playground: true });
    const refused = { INTROSPECTION: "false", PLAYGROUND: "false" };
    expect(readEnvironment(refused)).toMatchObject({ introspection: false, playground: false });
  });

  it("reports all invalid variables at once", () => {
    const faulty = { PORT: "65536", DATABASE_URL: "mysql://db", DATABASE_POOL_SIZE: "0", DEMO_DATA: "yes" };
    expect(refusalOf({ ...faulty, ADMIN_API_KEY: "short", LOG_LEVEL: "loud" }).split("\n")).toEqual([
      "The environment is not usable:",
      "  PORT must be a whole number from 0 to 65535",
      "  DATABASE_URL must be a postgresql:// URL, with @ / # ? : % in its user and password percent-encoded (@ is %40)",
      "  DATABASE_POOL_SIZE must be a whole number from 1 to 1000",
      "  DEMO_DATA must be true or false",
      "  ADMIN_API_KEY must be 8 to 200 printable ASCII characters without spaces",
      "  LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent",
    ]);
  });

  it.each([
    [{ DATABASE_REPLICA_URLS: "postgres://db/shop" }, "DATABASE_URL must be set together with DATABASE_REPLICA_URLS"],
    [{ ADMIN_EMAIL: "ada@example.com" }, "ADMIN_PASSWORD must be set together with ADMIN_EMAIL"],
    [{ ADMIN_PASSWORD: "correct horse" }, "ADMIN_EMAIL must be set together with ADMIN_PASSWORD"],
    [{ JWT_ISSUER: "https://id.example.com" }, "JWT_JWKS_URL must be set together with JWT_ISSUER"],
    [
      { JWT_ISSUER: "https://id.example.com", JWT_JWKS_URL: "https://id.example.com/keys" },
      "JWT_AUDIENCE must be set together with JWT_ISSUER",
    ],
    [{ JWT_JWKS_URL: "https://id.example.com/keys" }, "JWT_ISSUER must be set together with JWT_JWKS_URL"],
    [{ JWT_AUDIENCE: "shop" }, "JWT_ISSUER must be set together with JWT_AUDIENCE"],
    [{ TRUSTED_DOCUMENTS_ONLY: "true" }, "TRUSTED_DOCUMENTS must be set together with TRUSTED_DOCUMENTS_ONLY"],
    [{ SMTP_URL: "smtp://smtp.example.com" }, "MAIL_FROM must be set together with SMTP_URL"],
  ])("refuses only %j", (variables, message) => {
    expect(refusalOf(variables)).toContain(message);
  });

  it.each([
    [{ ADMIN_EMAIL: "ada", ADMIN_PASSWORD: "1234567" }, "ADMIN_EMAIL must be an email address"],
    [{ ADMIN_EMAIL: "ada@example.com", ADMIN_PASSWORD: "1234567" }, "ADMIN_PASSWORD must have 8 to 128 characters"],
    [{ JWT_SECRET: "s".repeat(31) }, "JWT_SECRET must be at least 32 printable ASCII characters"],
    [{ JWT_SECRET: `${secret},short` }, "JWT_SECRET must be at least 32 printable ASCII characters"],
    [{ JWT_SECRET: `${secret},` }, "JWT_SECRET must be at least 32 printable ASCII characters"],
    [{ JWT_ISSUER: "a", JWT_JWKS_URL: "http://id.example.com/keys" }, "JWT_JWKS_URL must be an https:// URL"],
    [{ JWT_ISSUER: "a", JWT_JWKS_URL: "keys" }, "JWT_JWKS_URL must be an https:// URL"],
    [{ MAX_DEPTH: "0" }, "MAX_DEPTH must be a whole number from 1 to 100"],
    [{ RATE_LIMIT_BURST: "49999" }, "RATE_LIMIT_BURST must not be less than MAX_COST, 50000"],
    [{ MAX_COST: "400001" }, "MAX_COST must not be more than RATE_LIMIT_BURST, 400000"],
    [{ DATABASE_URL: "postgresql://postgres@db:5432" }, "DATABASE_URL must name a database"],
    [{ DATABASE_URL: "postgresql://postgres@db:5432/?host=/run" }, "DATABASE_URL must name a database"],
    [
      { DATABASE_URL: "postgres://db/shop", DATABASE_REPLICA_URLS: "postgres://db/shop,postgres://db/" },
      "DATABASE_REPLICA_URLS must each name a database",
    ],
    [{ REDIS_URL: "http://store.example.com" }, "REDIS_URL must be a redis:// or rediss:// URL"],
    [{ INTROSPECTION: "on" }, "INTROSPECTION must be true or false"],
    [{ JOBS: "no" }, "JOBS must be true or false"],
    [{ DATABASE_REPLICA_URLS: "postgres://db/shop,db" }, "DATABASE_REPLICA_URLS must be postgresql:// URLs"],
    [{ REQUEST_TIMEOUT_MS: "99" }, "REQUEST_TIMEOUT_MS must be a whole number from 100 to 600000"],
    [{ BUSY_LATENCY_MS: "0" }, "BUSY_LATENCY_MS must be a whole number from 1 to 60000"],
    [{ TRUSTED_PROXIES: "-1" }, "TRUSTED_PROXIES must be a whole number from 0 to 10"],
    [{ METRICS_PORT: "metrics" }, "METRICS_PORT must be a whole number from 0 to 65535"],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" },
      "OTEL_EXPORTER_OTLP_ENDPOINT must be an http:// or https:// URL",
    ],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" }, "OTEL_EXPORTER_OTLP_PROTOCOL must be http/json"],
    [{ SMTP_URL: "smtp.example.com" }, "SMTP_URL must be a smtp:// or smtps:// URL"],
    [{ SMTP_URL: "smtp://shop:p@ss@smtp.example.com" }, "SMTP_URL must be a smtp:// or smtps:// URL"],
    [{ SMTP_URL: "smtp://smtp.example.com/mail" }, "SMTP_URL must have the form smtp://user:password@host:587"],
    [{ SMTP_URL: "smtp://smtp.example.com?tls.rejectUnauthorized=false" }, "SMTP_URL must have the form"],
    [{ MAIL_FROM: "The Shop" }, "MAIL_FROM must be an email address, or a name and an address"],
    [{ MAIL_FROM: "shop@example.com, other@example.com" }, "MAIL_FROM must be an email address"],
    [{ MAIL_FROM: "The\nShop <shop@example.com>" }, "MAIL_FROM must be an email address"],
    [{ ACCOUNT_URL: "http://shop.example.com" }, "ACCOUNT_URL must be an https:// URL, or http:// on this machine"],
    [{ STAFF_URL: "https://shop.example.com/?page=" }, "STAFF_URL must have no user, query or fragment"],
    [{ OTEL_TRACES_EXPORTER: "zipkin" }, "OTEL_TRACES_EXPORTER must be otlp or none"],
  ])("refuses %j", (variables, message) => {
    expect(refusalOf(variables)).toContain(message);
  });

  it.each([
    "shop.example.com",
    "https://shop.example.com/app",
    "https://shop.example.com?a",
    "https://*.example.com",
    "null",
    "file:///a",
    "https://a@shop.example.com",
    "https://shop.example.com,",
    "*,https://shop.example.com",
    "localhost:3000",
  ])("refuses %s in CORS_ORIGINS, because no browser sends it as an origin", (CORS_ORIGINS) => {
    expect(refusalOf({ CORS_ORIGINS })).toContain(
      "CORS_ORIGINS must be *, or origins separated by commas, such as https://",
    );
  });

  it("allows all origins with * in CORS_ORIGINS", () => {
    expect(readEnvironment({ CORS_ORIGINS: " * " }).corsOrigins).toEqual(["*"]);
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://127.0.0.1:4318/v1/traces" }, true],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318", OTEL_SDK_DISABLED: "TRUE" }, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318", OTEL_TRACES_EXPORTER: "none" }, false],
    [{ OTEL_TRACES_EXPORTER: "otlp" }, false],
  ])("turns traces on by the variables of OpenTelemetry: %j is %s", (variables, isTraced) => {
    expect(readEnvironment(variables)).toMatchObject({ isTraced });
  });

  it("accepts an http URL for the keys of an identity provider on this machine", () => {
    for (const host of ["localhost:8080", "127.0.0.1:8080", "[::1]:8080"]) {
      const variables = { JWT_ISSUER: "a", JWT_JWKS_URL: `http://${host}/keys`, JWT_AUDIENCE: "shop" };
      expect(readEnvironment(variables).identityProvider?.jwksUrl).toBe(variables.JWT_JWKS_URL);
    }
  });

  it.each(["-1", "4000.5", "4e3", "0x10", " 4000", "٤٠٠٠"])("refuses %j as a port", (PORT) => {
    expect(refusalOf({ PORT })).toContain("PORT must be a whole number");
  });

  it("reports no value, because it may be a secret", () => {
    const DATABASE_URL = "mysql://shop:pass-word-1@db.example.com/shop";
    const message = refusalOf({
      DATABASE_URL,
      ADMIN_API_KEY: `${adminKey} pass-word-2`,
      LOG_LEVEL: "pass-word-3",
      ADMIN_EMAIL: "pass-word-4",
      ADMIN_PASSWORD: "pass-wo",
      JWT_SECRET: "pass-word-5",
      JWT_JWKS_URL: "pass-word-6",
      SMTP_URL: "smtp://shop:pass-word-7@smtp.example.com/?pass-word-8",
      MAIL_FROM: "pass-word-9",
      ACCOUNT_URL: "pass-word-10",
      STAFF_URL: "https://shop:pass-word-11@staff.example.com",
    });
    expect(message).not.toMatch(/pass-wo|db\.example\.com|sk_/);
  });

  it("returns frozen settings", () => {
    expect(Object.isFrozen(readEnvironment({}))).toBe(true);
  });
});

test("a .env that is a folder, as Docker creates it for a missing file, is refused with its path", async () => {
  const folder = await temporaryFolder();
  await mkdir(path.join(folder, ".env"));
  const before = process.cwd();
  process.chdir(folder);
  try {
    expect(readProcessEnvironment).toThrow(`The file ${path.join(folder, ".env")} cannot be read.`);
  } finally {
    process.chdir(before);
  }
});
