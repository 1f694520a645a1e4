import { existsSync } from "node:fs";
import { z } from "zod";

/** What the environment says about how to run: checked, typed, frozen. */
export interface Environment {
  readonly host: string;
  readonly port: number;
  /** A PostgreSQL server; when absent, the embedded database in `dataDir` is used. */
  readonly databaseUrl?: string | undefined;
  readonly databasePoolSize: number;
  readonly dataDir: string;
  /** Whether an empty database is filled with demo data at start. */
  readonly demoData: boolean;
  /** The root key; when absent, the embedded database makes and keeps one. */
  readonly adminApiKey?: string | undefined;
  readonly logLevel: (typeof logLevels)[number];
  /** Whether npm started the process, through a shell that keeps signals to itself. */
  readonly isRunByNpm: boolean;
}

/** All faults of the environment at once, each naming its variable and never its value. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";
}

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

function integer(from: number, to: number, fallback: number) {
  const message = `must be a whole number from ${from} to ${to}`;
  return z
    .string()
    .regex(/^\d+$/, message)
    .transform(Number)
    .refine((value) => value >= from && value <= to, message)
    .default(fallback);
}

const flag = z.enum(["true", "false"], { error: "must be true or false" }).transform((value) => value === "true");

function isPostgresUrl(value: string): boolean {
  return URL.canParse(value) && ["postgres:", "postgresql:"].includes(new URL(value).protocol);
}

const schema = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: integer(0, 65_535, 4000),
  DATABASE_URL: z.string().refine(isPostgresUrl, "must be a postgresql:// URL").optional(),
  DATABASE_POOL_SIZE: integer(1, 1000, 10),
  DATA_DIR: z.string().default(".data"),
  DEMO_DATA: flag.optional(),
  ADMIN_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{8,200}$/, "must be 8 to 200 printable ASCII characters without spaces")
    .optional(),
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(", ")}` }).default("info"),
});

/**
 * Reads the settings from environment variables; a blank one counts as not set.
 * @throws EnvironmentError naming every variable that is wrong.
 */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value?.trim()));
  const result = schema.safeParse(given);
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `  ${issue.path.join(".")} ${issue.message}`);
    throw new EnvironmentError(`The environment is not usable:\n${faults.join("\n")}`);
  }
  const values = result.data;
  return Object.freeze({
    host: values.HOST,
    port: values.PORT,
    databaseUrl: values.DATABASE_URL,
    databasePoolSize: values.DATABASE_POOL_SIZE,
    dataDir: values.DATA_DIR,
    demoData: values.DEMO_DATA ?? values.DATABASE_URL === undefined,
    adminApiKey: values.ADMIN_API_KEY,
    logLevel: values.LOG_LEVEL,
    isRunByNpm: variables.npm_lifecycle_event !== undefined,
  });
}

/** Reads the settings of the process: its environment, and a file `.env` for what is not set there. */
export function readProcessEnvironment(): Environment {
  if (existsSync(".env")) process.loadEnvFile();
  return readEnvironment(process.env);
}
