import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Metrics } from "./metrics.js";

/** The address to listen at. Port 0 uses any free port. */
export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
}

/** A separate HTTP server, because clients of the API must not read the metrics. */
export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the metrics at `/metrics` and nothing else. */
export async function serveMetrics({ registry }: Metrics, { host, port }: MetricsAddress): Promise<MetricsServer> {
  const server = createServer(async (request, response) => {
    const isMetricsRequest = request.method === "GET" && request.url?.split("?")[0] === "/metrics";
    if (isMetricsRequest) response.setHeader("content-type", registry.contentType).end(await registry.metrics());
    else response.writeHead(404).end();
  });
  // A process that failed to start ends, although this server listens.
  server.unref().listen(port, host);
  await once(server, "listening");
  return { url: `http://${authorityOf(server)}/metrics`, close: () => close(server) };
}

function authorityOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return family === "IPv6" ? `[${address}]:${port}` : `${address}:${port}`;
}

async function close(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, "close");
}
