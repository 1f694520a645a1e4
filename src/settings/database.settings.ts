import * as z from "zod";
import { type ConnectionLimitOptions, defaultConnectionLimits } from "../database/limits/connection-limits.js";
import { addFault, checkPairs, flag, integer } from "./forms.js";
import { databaseUrl, replicaUrls } from "./server-url.js";

export interface DatabaseSettings {
  /** The URL of a PostgreSQL server. If undefined, the embedded database in `dataDir` is used. */
  readonly databaseUrl?: string | undefined;
  /** The URLs of its read replicas. */
  readonly replicaUrls: readonly string[];
  readonly databasePoolSize: number;
  /** The number of connections outside the pool, for authentication, logins and health checks. */
  readonly reservedConnections: number;
  /** The number of connections of the pool that one caller, and one request, may hold. */
  readonly connectionLimits: ConnectionLimitOptions;
  readonly dataDir: string;
  /** True if demo data is loaded into an empty database at the start. */
  readonly demoData: boolean;
}

export const databaseVariables = z.object({
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_REPLICA_URLS: replicaUrls.default([]),
  DATABASE_POOL_SIZE: integer(1, 1000).default(10),
  DATABASE_RESERVED_CONNECTIONS: integer(0, 100).default(2),
  DATABASE_CONNECTIONS_PER_CALLER: integer(1, 1000).optional(),
  DATABASE_CONNECTIONS_PER_REQUEST: integer(1, 1000).optional(),
  DATA_DIR: z.string().default(".data"),
  DEMO_DATA: flag.optional(),
});

type Values = z.infer<typeof databaseVariables>;

/** Checks that the limit per request is at most the limit per caller, and that limit at most the size of the pool. */
export function checkDatabase(values: Values, context: z.RefinementCtx): void {
  checkPairs([["DATABASE_REPLICA_URLS", "DATABASE_URL"]], values, context);
  const { perCaller, perRequest } = connectionLimitsOf(values);
  const check = (name: keyof Values, value: number, limit: keyof Values, max: number) => {
    if (value > max) addFault(context, name, `must not be more than ${limit}, ${max}`);
  };
  check("DATABASE_CONNECTIONS_PER_CALLER", perCaller, "DATABASE_POOL_SIZE", values.DATABASE_POOL_SIZE);
  check("DATABASE_CONNECTIONS_PER_REQUEST", perRequest, "DATABASE_CONNECTIONS_PER_CALLER", perCaller);
}

export function databaseSettings(values: Values): DatabaseSettings {
  return {
    databaseUrl: values.DATABASE_URL,
    replicaUrls: values.DATABASE_REPLICA_URLS,
    databasePoolSize: values.DATABASE_POOL_SIZE,
    reservedConnections: values.DATABASE_RESERVED_CONNECTIONS,
    connectionLimits: connectionLimitsOf(values),
    dataDir: values.DATA_DIR,
    demoData: values.DEMO_DATA ?? values.DATABASE_URL === undefined,
  };
}

function connectionLimitsOf(values: Values): ConnectionLimitOptions {
  const defaults = defaultConnectionLimits(values.DATABASE_POOL_SIZE);
  const perCaller = values.DATABASE_CONNECTIONS_PER_CALLER ?? defaults.perCaller;
  return { perCaller, perRequest: values.DATABASE_CONNECTIONS_PER_REQUEST ?? Math.min(perCaller, defaults.perRequest) };
}
