import * as z from "zod";
import type { LoadLimits } from "../http/overload/concurrency-limiter.js";
import { addFault, flag, integer } from "./forms.js";
import { origins } from "./server-url.js";

export interface ServerSettings {
  readonly host: string;
  readonly port: number;
  /** The number of proxies in front of the server. */
  readonly trustedProxies: number;
  /** The origins whose pages may use the API. If undefined, the server chooses. */
  readonly corsOrigins?: readonly string[] | undefined;
  /** The maximum number of client connections. */
  readonly maxConnections: number;
  /** The time in which a client must send its whole request. */
  readonly maxReceiveMs: number;
  /** The time limit of a request. */
  readonly requestTimeoutMs: number;
  readonly load: LoadLimits;
  /** True if this process runs jobs. */
  readonly runsJobs: boolean;
  /** The file with the documents that requests can name by an id, and whether all others are refused. */
  readonly trustedDocuments?: { readonly file: string; readonly areOnly: boolean } | undefined;
  /** True if introspection is allowed. */
  readonly introspection: boolean;
  /** True if the schema is a subgraph of Apollo Federation. */
  readonly federation: boolean;
  /** True if browsers get the playground. */
  readonly playground: boolean;
  /** True if browsers get the admin app. */
  readonly adminApp: boolean;
}

export const serverVariables = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: integer(0, 65_535).default(4000),
  TRUSTED_PROXIES: integer(0, 10).default(0),
  CORS_ORIGINS: origins.optional(),
  MAX_CONNECTIONS: integer(1, 1_000_000).default(10_000),
  MAX_RECEIVE_SECONDS: integer(1, 600).default(30),
  REQUEST_TIMEOUT_MS: integer(100, 600_000).default(10_000),
  MAX_CONCURRENT_REQUESTS: integer(1, 1_000_000).default(200),
  BUSY_LATENCY_MS: integer(1, 60_000).default(10),
  JOBS: flag.default(true),
  TRUSTED_DOCUMENTS: z.string().optional(),
  TRUSTED_DOCUMENTS_ONLY: flag.default(false),
  INTROSPECTION: flag.optional(),
  FEDERATION: flag.default(true),
  PLAYGROUND: flag.optional(),
  ADMIN_APP: flag.default(true),
  NODE_ENV: z.string().optional(),
});

type Values = z.infer<typeof serverVariables>;

export function checkServer(values: Values, context: z.RefinementCtx): void {
  if (!values.TRUSTED_DOCUMENTS_ONLY || values.TRUSTED_DOCUMENTS !== undefined) return;
  addFault(context, "TRUSTED_DOCUMENTS", "must be set together with TRUSTED_DOCUMENTS_ONLY");
}

export function serverSettings(values: Values): ServerSettings {
  const { TRUSTED_DOCUMENTS: file, TRUSTED_DOCUMENTS_ONLY: areOnly } = values;
  const isProduction = values.NODE_ENV === "production";
  return {
    host: values.HOST,
    port: values.PORT,
    trustedProxies: values.TRUSTED_PROXIES,
    corsOrigins: values.CORS_ORIGINS,
    maxConnections: values.MAX_CONNECTIONS,
    maxReceiveMs: values.MAX_RECEIVE_SECONDS * 1_000,
    requestTimeoutMs: values.REQUEST_TIMEOUT_MS,
    load: { maxRequests: values.MAX_CONCURRENT_REQUESTS, busyLatencyMs: values.BUSY_LATENCY_MS },
    runsJobs: values.JOBS,
    trustedDocuments: file === undefined ? undefined : { file, areOnly },
    introspection: values.INTROSPECTION ?? !isProduction,
    federation: values.FEDERATION,
    playground: values.PLAYGROUND ?? !isProduction,
    adminApp: values.ADMIN_APP,
  };
}
