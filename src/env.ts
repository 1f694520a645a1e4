import { existsSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { type AccessSettings, accessSettings, accessVariables, checkAccess } from "./settings/access.settings.js";
import {
  checkDatabase,
  type DatabaseSettings,
  databaseSettings,
  databaseVariables,
} from "./settings/database.settings.js";
import { type FileSettings, fileSettings, fileVariables } from "./settings/files.settings.js";
import { checkLimits, type LimitSettings, limitSettings, limitVariables } from "./settings/limits.settings.js";
import { checkMail, type MailSettings, mailSettings, mailVariables } from "./settings/mail.settings.js";
import { findMisspeltSettings, type MisspeltSetting } from "./settings/misspelt-settings.js";
import { type MonitoringSettings, monitoringSettings, monitoringVariables } from "./settings/monitoring.settings.js";
import { checkServer, type ServerSettings, serverSettings, serverVariables } from "./settings/server.settings.js";

/** The settings, read from the environment: checked, typed, frozen. */
export interface Environment
  extends ServerSettings,
    DatabaseSettings,
    AccessSettings,
    LimitSettings,
    MailSettings,
    FileSettings,
    MonitoringSettings {
  /** Environment variables that look like misspelt settings. */
  readonly misspelt: readonly MisspeltSetting[];
  /** True if npm started the process. Its shell does not forward signals. */
  readonly isRunByNpm: boolean;
}

/** All wrong settings. The message names each variable, but never its value. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";
}

/** All settings. The rules and defaults of a subject are in its file. */
const settings = z.object({
  // HOST, PORT, TRUSTED_PROXIES, CORS_ORIGINS, MAX_CONNECTIONS, MAX_CONCURRENT_REQUESTS, time limits, JOBS,
  // TRUSTED_DOCUMENTS…, INTROSPECTION, FEDERATION, PLAYGROUND, ADMIN_APP, NODE_ENV
  ...serverVariables.shape,
  // DATABASE_…, DATA_DIR, DEMO_DATA
  ...databaseVariables.shape,
  // ADMIN_…, JWT_…, SELF_REGISTRATION
  ...accessVariables.shape,
  // limits of a request (MAX_…), of a caller (…RATE_LIMIT_…), REDIS_URL
  ...limitVariables.shape,
  // SMTP_URL, MAIL_…, ACCOUNT_URL, STAFF_URL
  ...mailVariables.shape,
  // FILES_DIR, MAX_FILE_BYTES, FILE_DAYS
  ...fileVariables.shape,
  // LOG_LEVEL, METRICS_…, OTEL_…
  ...monitoringVariables.shape,
});

/** The names of all settings. */
export const settingNames: readonly string[] = Object.keys(settings.shape);

/**
 * Reads the settings from environment variables. A blank variable counts as not set.
 * @throws EnvironmentError, which names every wrong variable.
 */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value?.trim()));
  const checks = [checkServer, checkDatabase, checkAccess, checkLimits, checkMail];
  const result = checks.reduce((schema, check) => schema.superRefine(check), settings).safeParse(given);
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `  ${issue.path.join(".")} ${issue.message}`);
    throw new EnvironmentError(`The environment is not usable:\n${faults.join("\n")}`);
  }
  return Object.freeze({
    ...serverSettings(result.data),
    ...databaseSettings(result.data),
    ...accessSettings(result.data),
    ...limitSettings(result.data),
    ...mailSettings(result.data),
    ...fileSettings(result.data),
    ...monitoringSettings(result.data),
    misspelt: findMisspeltSettings(variables, settingNames),
    isRunByNpm: variables.npm_lifecycle_event !== undefined,
  });
}

/** Reads the settings of the process: its environment, and a file `.env` for variables that are not set there. */
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
