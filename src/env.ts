import { existsSync } from "node:fs";
import path from "node:path";
import { isEmail } from "class-validator";
import { z } from "zod";
import type { IdentityProviderSettings } from "./access/auth/identity-provider.js";
import { type ConnectionLimitOptions, defaultConnectionLimits } from "./database/limits/connection-limits.js";
import { defaultLimits, type Limits } from "./execution/limits/limits.js";
import { defaultRateLimits, type RateLimiterOptions, refusalCost } from "./execution/limits/rate-limiter.js";
import type { RateLimit } from "./execution/limits/token-buckets.js";
import type { LoadLimits } from "./http/overload/concurrency-limiter.js";
import type { MetricsAddress } from "./monitoring/metrics-server.js";
import { findMisspeltSettings, type MisspeltSetting } from "./settings/misspelt-settings.js";
import { databaseUrl, isUrlOf, redisUrl, replicaUrls } from "./settings/server-url.js";

/** What the environment says about how to run: checked, typed, frozen. */
export interface Environment {
  readonly host: string;
  readonly port: number;
  /** A PostgreSQL server; when absent, the embedded database in `dataDir` is used. */
  readonly databaseUrl?: string | undefined;
  /** PostgreSQL servers that follow it, for queries. */
  readonly replicaUrls: readonly string[];
  readonly databasePoolSize: number;
  /** Connections beside the pool, for finding callers, logins and health checks. */
  readonly reservedConnections: number;
  /** How many of the pool's connections one caller, and one request, may hold. */
  readonly connectionLimits: ConnectionLimitOptions;
  readonly dataDir: string;
  /** Whether an empty database is filled with demo data at start. */
  readonly demoData: boolean;
  /** The root key; when absent, the embedded database makes and keeps one. */
  readonly adminApiKey?: string | undefined;
  /** Whom an installation without staff gets as its first user. */
  readonly firstUser?: { readonly email: string; readonly password: string } | undefined;
  /** Sign tokens (the first) and are accepted (all); when absent, the embedded database makes and keeps one. */
  readonly jwtSecrets?: readonly [string, ...string[]] | undefined;
  readonly identityProvider?: IdentityProviderSettings | undefined;
  /** How many milliseconds a request may take. */
  readonly requestTimeoutMs: number;
  readonly load: LoadLimits;
  /** How many connections of clients there may be. */
  readonly maxConnections: number;
  /** How many proxies stand before the server. */
  readonly trustedProxies: number;
  readonly limits: Limits;
  readonly rateLimit: RateLimiterOptions;
  /** How long a client may take to send a request. */
  readonly maxReceiveMs: number;
  /** Whether the schema is shown. */
  readonly introspection: boolean;
  /** Whether browsers get a playground. */
  readonly playground: boolean;
  readonly logLevel: (typeof logLevels)[number];
  /** Where metrics are served; when absent, nothing is measured. */
  readonly metrics?: MetricsAddress | undefined;
  /** Whether traces are sent, as the variables OTEL_… say. */
  readonly isTraced: boolean;
  /** Variables that are no settings, and look like it. */
  readonly misspelt: readonly MisspeltSetting[];
  /** Whether npm started the process, through a shell that keeps signals to itself. */
  readonly isRunByNpm: boolean;
}

/** All faults of the environment at once, each naming its variable and never its value. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";
}

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

function integer(from: number, to: number) {
  const message = `must be a whole number from ${from} to ${to}`;
  return (
    z
      .string()
      .regex(/^\d+$/, message)
      .transform(Number)
      // What compares it with others would blame those.
      .refine((value) => value >= from && value <= to, { error: message, abort: true })
  );
}

const flag = z.enum(["true", "false"], { error: "must be true or false" }).transform((value) => value === "true");

const collectorUrl = z.string().refine(isUrlOf("http:", "https:"), "must be an http:// or https:// URL").optional();
/** The one form in which traces are sent. */
const collectorProtocol = z
  .enum(["http/json"], { error: "must be http/json, the form in which traces are sent" })
  .optional();

/** Keys fetched in the clear could be anybody's. */
function isSafeUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === "https:" || (protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname));
}

const jwtSecretForm =
  "must be at least 32 printable ASCII characters without spaces or commas; several secrets are separated by commas";

const settings = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: integer(0, 65_535).default(4000),
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_REPLICA_URLS: replicaUrls.default([]),
  DATABASE_POOL_SIZE: integer(1, 1000).default(10),
  DATABASE_RESERVED_CONNECTIONS: integer(0, 100).default(2),
  DATABASE_CONNECTIONS_PER_CALLER: integer(1, 1000).optional(),
  DATABASE_CONNECTIONS_PER_REQUEST: integer(1, 1000).optional(),
  DATA_DIR: z.string().default(".data"),
  DEMO_DATA: flag.optional(),
  ADMIN_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{8,200}$/, "must be 8 to 200 printable ASCII characters without spaces")
    .optional(),
  ADMIN_EMAIL: z.string().trim().refine(isEmail, "must be an email address").optional(),
  ADMIN_PASSWORD: z
    .string()
    .refine((value) => value.length >= 8 && value.length <= 128, "must have 8 to 128 characters")
    .optional(),
  JWT_SECRET: z
    .string()
    .regex(/^[\x21-\x2b\x2d-\x7e]{32,}(,[\x21-\x2b\x2d-\x7e]{32,})*$/, jwtSecretForm)
    .optional(),
  JWT_ISSUER: z.string().optional(),
  JWT_JWKS_URL: z.string().refine(isSafeUrl, "must be an https:// URL, or http:// on this machine").optional(),
  JWT_AUDIENCE: z.string().optional(),
  JWT_SCOPES_CLAIM: z.string().default("scope"),
  TRUSTED_PROXIES: integer(0, 10).default(0),
  MAX_DOCUMENT_CHARACTERS: integer(100, 1_000_000).default(defaultLimits.characters),
  MAX_TOKENS: integer(10, 100_000).default(defaultLimits.tokens),
  MAX_SELECTIONS: integer(1, 10_000).default(defaultLimits.selections),
  MAX_FRAGMENTS: integer(0, 1_000).default(defaultLimits.fragments),
  MAX_DEPTH: integer(1, 100).default(defaultLimits.depth),
  MAX_ROOT_FIELDS: integer(1, 1_000).default(defaultLimits.rootFields),
  MAX_ALIASES: integer(0, 10_000).default(defaultLimits.aliases),
  MAX_DIRECTIVES: integer(0, 10_000).default(defaultLimits.directives),
  MAX_VALUES: integer(10, 1_000_000).default(defaultLimits.values),
  MAX_COST: integer(1, 100_000_000).default(defaultLimits.cost),
  MAX_RESPONSE_BYTES: integer(1_000, 1_000_000_000).default(defaultLimits.responseBytes),
  RATE_LIMIT_PER_SECOND: integer(0, 1_000_000_000).default(defaultRateLimits.staff.perSecond),
  RATE_LIMIT_BURST: integer(1, 1_000_000_000).default(defaultRateLimits.staff.burst),
  CUSTOMER_RATE_LIMIT_PER_SECOND: integer(0, 1_000_000_000).default(defaultRateLimits.customers.perSecond),
  CUSTOMER_RATE_LIMIT_BURST: integer(refusalCost, 1_000_000_000).default(defaultRateLimits.customers.burst),
  ADDRESS_RATE_LIMIT_PER_SECOND: integer(0, 1_000_000_000).default(defaultRateLimits.addresses.perSecond),
  ADDRESS_RATE_LIMIT_BURST: integer(refusalCost, 1_000_000_000).default(defaultRateLimits.addresses.burst),
  REDIS_URL: redisUrl.optional(),
  MAX_RECEIVE_SECONDS: integer(1, 600).default(30),
  INTROSPECTION: flag.optional(),
  PLAYGROUND: flag.optional(),
  NODE_ENV: z.string().optional(),
  REQUEST_TIMEOUT_MS: integer(100, 600_000).default(10_000),
  MAX_CONNECTIONS: integer(1, 1_000_000).default(10_000),
  MAX_CONCURRENT_REQUESTS: integer(1, 1_000_000).default(200),
  BUSY_LATENCY_MS: integer(1, 60_000).default(10),
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(", ")}` }).default("info"),
  METRICS_HOST: z.string().default("127.0.0.1"),
  METRICS_PORT: integer(0, 65_535).optional(),
  OTEL_SDK_DISABLED: z.string().optional(),
  OTEL_TRACES_EXPORTER: z.enum(["otlp", "none"], { error: "must be otlp or none" }).default("otlp"),
  OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collectorUrl,
  OTEL_EXPORTER_OTLP_PROTOCOL: collectorProtocol,
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: collectorProtocol,
});

/** The names of all settings. */
export const settingNames: readonly string[] = Object.keys(settings.shape);

/** Settings that mean nothing one without the other. */
const pairs = [
  ["DATABASE_REPLICA_URLS", "DATABASE_URL"],
  ["ADMIN_EMAIL", "ADMIN_PASSWORD"],
  ["ADMIN_PASSWORD", "ADMIN_EMAIL"],
  ["JWT_ISSUER", "JWT_JWKS_URL"],
  ["JWT_JWKS_URL", "JWT_ISSUER"],
  ["JWT_ISSUER", "JWT_AUDIENCE"],
  ["JWT_AUDIENCE", "JWT_ISSUER"],
] as const;

function checkPairs(values: z.infer<typeof settings>, context: z.RefinementCtx): void {
  for (const [given, needed] of pairs) {
    if (!values[given]?.length || values[needed] !== undefined) continue;
    context.addIssue({ code: "custom", path: [needed], message: `must be set together with ${given}` });
  }
}

/** A request that costs more than a caller can ever have would be put off for ever. */
function checkBurst(values: z.infer<typeof settings>, context: z.RefinementCtx): void {
  const { RATE_LIMIT_BURST: burst, MAX_COST: cost } = values;
  if (burst >= cost) return;
  const [name, message] =
    burst === defaultRateLimits.staff.burst
      ? ["MAX_COST", `must not be more than RATE_LIMIT_BURST, ${burst}`]
      : ["RATE_LIMIT_BURST", `must not be less than MAX_COST, ${cost}`];
  context.addIssue({ code: "custom", path: [name], message });
}

/** A limit that exceeds the one above it would never be reached. */
function checkConnections(values: z.infer<typeof settings>, context: z.RefinementCtx): void {
  const { perCaller, perRequest } = connectionLimitsOf(values);
  const check = (name: keyof typeof values, value: number, limit: string, max: number) => {
    if (value <= max) return;
    context.addIssue({ code: "custom", path: [name], message: `must not be more than ${limit}, ${max}` });
  };
  check("DATABASE_CONNECTIONS_PER_CALLER", perCaller, "DATABASE_POOL_SIZE", values.DATABASE_POOL_SIZE);
  check("DATABASE_CONNECTIONS_PER_REQUEST", perRequest, "DATABASE_CONNECTIONS_PER_CALLER", perCaller);
}

/**
 * Reads the settings from environment variables; a blank one counts as not set.
 * @throws EnvironmentError naming every variable that is wrong.
 */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value?.trim()));
  const result = settings
    .superRefine(checkPairs)
    .superRefine(checkBurst)
    .superRefine(checkConnections)
    .safeParse(given);
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `  ${issue.path.join(".")} ${issue.message}`);
    throw new EnvironmentError(`The environment is not usable:\n${faults.join("\n")}`);
  }
  const values = result.data;
  const isProduction = values.NODE_ENV === "production";
  return Object.freeze({
    host: values.HOST,
    port: values.PORT,
    databaseUrl: values.DATABASE_URL,
    replicaUrls: values.DATABASE_REPLICA_URLS,
    databasePoolSize: values.DATABASE_POOL_SIZE,
    reservedConnections: values.DATABASE_RESERVED_CONNECTIONS,
    connectionLimits: connectionLimitsOf(values),
    dataDir: values.DATA_DIR,
    demoData: values.DEMO_DATA ?? values.DATABASE_URL === undefined,
    adminApiKey: values.ADMIN_API_KEY,
    firstUser: firstUserOf(values),
    jwtSecrets: values.JWT_SECRET?.split(",") as [string, ...string[]] | undefined,
    identityProvider: identityProviderOf(values),
    requestTimeoutMs: values.REQUEST_TIMEOUT_MS,
    load: { maxRequests: values.MAX_CONCURRENT_REQUESTS, busyLatencyMs: values.BUSY_LATENCY_MS },
    maxConnections: values.MAX_CONNECTIONS,
    trustedProxies: values.TRUSTED_PROXIES,
    limits: limitsOf(values),
    rateLimit: rateLimitOf(values),
    maxReceiveMs: values.MAX_RECEIVE_SECONDS * 1_000,
    introspection: values.INTROSPECTION ?? !isProduction,
    playground: values.PLAYGROUND ?? !isProduction,
    logLevel: values.LOG_LEVEL,
    metrics: values.METRICS_PORT === undefined ? undefined : { host: values.METRICS_HOST, port: values.METRICS_PORT },
    isTraced: isTraced(values),
    misspelt: findMisspeltSettings(variables, settingNames),
    isRunByNpm: variables.npm_lifecycle_event !== undefined,
  });
}

function firstUserOf({ ADMIN_EMAIL: email, ADMIN_PASSWORD: password }: z.infer<typeof settings>) {
  return email === undefined || password === undefined ? undefined : { email, password };
}

function connectionLimitsOf(values: z.infer<typeof settings>): ConnectionLimitOptions {
  const defaults = defaultConnectionLimits(values.DATABASE_POOL_SIZE);
  const perCaller = values.DATABASE_CONNECTIONS_PER_CALLER ?? defaults.perCaller;
  return { perCaller, perRequest: values.DATABASE_CONNECTIONS_PER_REQUEST ?? Math.min(perCaller, defaults.perRequest) };
}

function limitsOf(values: z.infer<typeof settings>): Limits {
  return {
    characters: values.MAX_DOCUMENT_CHARACTERS,
    tokens: values.MAX_TOKENS,
    selections: values.MAX_SELECTIONS,
    fragments: values.MAX_FRAGMENTS,
    depth: values.MAX_DEPTH,
    rootFields: values.MAX_ROOT_FIELDS,
    aliases: values.MAX_ALIASES,
    directives: values.MAX_DIRECTIVES,
    values: values.MAX_VALUES,
    cost: values.MAX_COST,
    responseBytes: values.MAX_RESPONSE_BYTES,
  };
}

function isTraced(values: z.infer<typeof settings>): boolean {
  const url = values.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? values.OTEL_EXPORTER_OTLP_ENDPOINT;
  const isOff = values.OTEL_SDK_DISABLED?.toLowerCase() === "true" || values.OTEL_TRACES_EXPORTER === "none";
  return url !== undefined && !isOff;
}

function rateLimitOf(values: z.infer<typeof settings>): RateLimiterOptions {
  return {
    staff: limitOrNone(values.RATE_LIMIT_PER_SECOND, values.RATE_LIMIT_BURST),
    customers: limitOrNone(values.CUSTOMER_RATE_LIMIT_PER_SECOND, values.CUSTOMER_RATE_LIMIT_BURST),
    addresses: limitOrNone(values.ADDRESS_RATE_LIMIT_PER_SECOND, values.ADDRESS_RATE_LIMIT_BURST),
    redisUrl: values.REDIS_URL,
  };
}

/** Where nothing comes back each second, callers may ask as often as they like. */
function limitOrNone(perSecond: number, burst: number): RateLimit | undefined {
  return perSecond === 0 ? undefined : { perSecond, burst };
}

function identityProviderOf(values: z.infer<typeof settings>): IdentityProviderSettings | undefined {
  const { JWT_ISSUER: issuer, JWT_JWKS_URL: jwksUrl, JWT_AUDIENCE: audience, JWT_SCOPES_CLAIM: scopesClaim } = values;
  if (issuer === undefined || jwksUrl === undefined || audience === undefined) return undefined;
  return { issuer, jwksUrl, audience, scopesClaim };
}

/** Reads the settings of the process: its environment, and a file `.env` for what is not set there. */
export function readProcessEnvironment(): Environment {
  if (existsSync(".env")) loadEnvironmentFile();
  return readEnvironment(process.env);
}

function loadEnvironmentFile(): void {
  try {
    process.loadEnvFile();
  } catch (error) {
    throw new EnvironmentError(`The file ${path.resolve(".env")} cannot be read.`, { cause: error });
  }
}
