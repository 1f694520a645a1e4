import { z } from "zod";
import type { LoadLimits } from "../http/overload/concurrency-limiter.js";
import { flag, integer } from "./forms.js";

export interface ServerSettings {
  readonly host: string;
  readonly port: number;
  /** The number of proxies in front of the server. */
  readonly trustedProxies: number;
  /** The maximum number of client connections. */
  readonly maxConnections: number;
  /** The time in which a client must send its whole request. */
  readonly maxReceiveMs: number;
  /** The time limit of a request. */
  readonly requestTimeoutMs: number;
  readonly load: LoadLimits;
  /** True if introspection is allowed. */
  readonly introspection: boolean;
  /** True if browsers get the playground. */
  readonly playground: boolean;
}

export const serverVariables = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: integer(0, 65_535).default(4000),
  TRUSTED_PROXIES: integer(0, 10).default(0),
  MAX_CONNECTIONS: integer(1, 1_000_000).default(10_000),
  MAX_RECEIVE_SECONDS: integer(1, 600).default(30),
  REQUEST_TIMEOUT_MS: integer(100, 600_000).default(10_000),
  MAX_CONCURRENT_REQUESTS: integer(1, 1_000_000).default(200),
  BUSY_LATENCY_MS: integer(1, 60_000).default(10),
  INTROSPECTION: flag.optional(),
  PLAYGROUND: flag.optional(),
  NODE_ENV: z.string().optional(),
});

export function serverSettings(values: z.infer<typeof serverVariables>): ServerSettings {
  const isProduction = values.NODE_ENV === "production";
  return {
    host: values.HOST,
    port: values.PORT,
    trustedProxies: values.TRUSTED_PROXIES,
    maxConnections: values.MAX_CONNECTIONS,
    maxReceiveMs: values.MAX_RECEIVE_SECONDS * 1_000,
    requestTimeoutMs: values.REQUEST_TIMEOUT_MS,
    load: { maxRequests: values.MAX_CONCURRENT_REQUESTS, busyLatencyMs: values.BUSY_LATENCY_MS },
    introspection: values.INTROSPECTION ?? !isProduction,
    playground: values.PLAYGROUND ?? !isProduction,
  };
}
