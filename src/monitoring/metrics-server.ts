import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Metrics } from "./metrics.js";

/** Where to listen. Port 0 takes any free one. */
export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
}

/** A listener of its own: metrics are not for those who reach the API. */
export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the metrics at `/metrics` and nothing else. */
export async function serveMetrics({ registry }: Metrics, { host, port }: MetricsAddress): Promise<MetricsServer> {
  const server = createServer(async (request, response) => {
    const isKnown = request.method === "GET" && request.url?.split("?")[0] === "/metrics";
    if (isKnown) response.setHeader("content-type", registry.contentType).end(await registry.metrics());
    else response.writeHead(404).end();
  });
  // It does not keep a process alive that has not started.
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
