import { readFileSync } from "node:fs";
import path from "node:path";
import { readEnvironment } from "../../src/env.js";
import { findMisspeltSettings } from "../../src/settings/misspelt-settings.js";

const example = readFileSync(path.join(import.meta.dirname, "../../.env.example"), "utf8");
const settings = [...example.matchAll(/^#([A-Z_]+)=/gm)].map(([, name = ""]) => name);

/** The variables of shells, desktops, CI, containers, clouds, PostgreSQL's and OpenTelemetry's programs. */
const usual = `HOME HOSTNAME HOSTTYPE OSTYPE MACHTYPE PATH PWD OLDPWD USER LOGNAME SHELL SHLVL TERM LANG LC_ALL TZ EDITOR MAIL
  DISPLAY TMPDIR COLUMNS LINES PS1 _ XDG_RUNTIME_DIR SSH_AUTH_SOCK http_proxy https_proxy no_proxy HTTP_PROXY NO_PROXY
  NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS NODE_VERSION YARN_VERSION npm_config_cache npm_lifecycle_event INIT_CWD NVM_DIR
  CI GITHUB_ACTIONS GITHUB_TOKEN RUNNER_OS BUILD_ID JOB_NAME PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE PGSSLMODE POSTGRES_USER
  POSTGRES_PASSWORD POSTGRES_DB PG_BIN TEST_DATABASE_URL TEST_REDIS_URL TEST_TEMPLATE_FOLDER KUBERNETES_PORT
  KUBERNETES_SERVICE_HOST KUBERNETES_SERVICE_PORT REDIS_PORT REDIS_HOST REDIS_SERVICE_HOST DATABASE_HOST DATABASE_PORT
  DATABASE_NAME DATABASE_USER DATABASE_PASSWORD SHADOW_DATABASE_URL AWS_REGION GOOGLE_CLOUD_PROJECT DYNO PORTS
  OTEL_SERVICE_NAME OTEL_RESOURCE_ATTRIBUTES OTEL_EXPORTER_OTLP_HEADERS OTEL_EXPORTER_OTLP_TIMEOUT OTEL_TRACES_SAMPLER
  OTEL_TRACES_SAMPLER_ARG OTEL_METRICS_EXPORTER OTEL_LOGS_EXPORTER OTEL_EXPORTER_OTLP_METRICS_ENDPOINT
  OTEL_EXPORTER_OTLP_LOGS_ENDPOINT OTEL_EXPORTER_OTLP_METRICS_PROTOCOL OTEL_BSP_SCHEDULE_DELAY LOG_FORMAT CHROMIUM_PATH`;

describe("misspelt settings", () => {
  const found = (variables: Record<string, string>) =>
    findMisspeltSettings(variables, settings).map(({ name, setting }) => `${name}: ${setting}`);

  it.each([
    ["DATABASE_ULR", "DATABASE_URL"],
    ["DATABASEURL", "DATABASE_URL"],
    ["database_url", "DATABASE_URL"],
    ["DATABASE_REPLICA_URL", "DATABASE_REPLICA_URLS"],
    ["DATADIR", "DATA_DIR"],
    ["port", "PORT"],
    ["ADMIN_APIKEY", "ADMIN_API_KEY"],
    ["JWT_JWKS_URI", "JWT_JWKS_URL"],
    ["LOGLEVEL", "LOG_LEVEL"],
    ["MAX_CONECTIONS", "MAX_CONNECTIONS"],
    ["TRUSTED_PROXY", "TRUSTED_PROXIES"],
    ["INTROSPECTIONS", "INTROSPECTION"],
    ["REQUEST_TIMEOUT", "REQUEST_TIMEOUT_MS"],
  ])("%s is similar to %s", (name, setting) => {
    expect(found({ [name]: "x" })).toEqual([`${name}: ${setting}`]);
  });

  it("do not include usual variables, blank ones, and those whose correct setting is set, too", () => {
    expect(found(Object.fromEntries(usual.split(/\s+/).map((name) => [name, "x"])))).toEqual([]);
    expect(found({ DATABASE_ULR: " " })).toEqual([]);
    expect(found({ DATABASE_URI: "x", DATABASE_URL: "y" })).toEqual([]);
    expect(found(Object.fromEntries(settings.map((name) => [name, "x"])))).toEqual([]);
  });

  it("are found in the environment", () => {
    expect(readEnvironment({ DATABASE_ULR: "x" }).misspelt).toEqual([
      { name: "DATABASE_ULR", setting: "DATABASE_URL" },
    ]);
    expect(readEnvironment(Object.fromEntries(usual.split(/\s+/).map((name) => [name, "x"]))).misspelt).toEqual([]);
  });
});
