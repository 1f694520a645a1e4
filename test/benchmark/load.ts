import { setTimeout } from "node:timers/promises";
import { HttpConnection, type Response } from "./http-connection.js";

/** The result of sending requests for some time. */
export interface Load {
  readonly requests: number;
  readonly seconds: number;
  /** Latencies in milliseconds, ascending. */
  readonly latencies: Float64Array;
}

/** The requests of a client, without end. */
export interface Requests {
  /** Added to each request, each with its end of line. Default: none. */
  readonly headers?: string;
  nextBody(): string;
}

/** Sends requests over many connections until the time is over, and waits for all responses. */
export async function load(
  { url, apiKey }: { url: string; apiKey: string },
  { nextBody, headers }: Requests,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<Load> {
  const opened = await Promise.all(
    Array.from({ length: connections }, () => HttpConnection.open(url, apiKey, headers)),
  );
  const latencies: number[] = [];
  const taken = await sendUntil(opened, () => ({ body: nextBody(), latencies }), seconds);
  return { requests: latencies.length, seconds: taken, latencies: Float64Array.from(latencies).sort() };
}

/** A request, and the list that its latency in milliseconds is added to. */
interface TimedRequest {
  readonly body: string;
  readonly latencies: number[];
  /** Called instead if the server refuses the request because of overload. Without it a refusal ends the run. */
  readonly onRefused?: () => void;
}

const overloaded = 503;
const pauseAfterRefusalMs = 100;

/** Sends requests over the connections, one at a time each, until the time is over. Closes them, and returns the seconds taken. */
export async function sendUntil(
  connections: readonly HttpConnection[],
  next: () => TimedRequest,
  seconds: number,
): Promise<number> {
  const start = performance.now();
  const end = start + seconds * 1000;
  try {
    await Promise.all(
      connections.map(async (connection) => {
        for (let sentAt = performance.now(); sentAt < end; ) {
          const { body, latencies, onRefused } = next();
          const response = await connection.send(body);
          if (response.status === overloaded && onRefused !== undefined) {
            onRefused();
            await setTimeout(pauseAfterRefusalMs);
            sentAt = performance.now();
            continue;
          }
          checkResponse(response, body);
          const answeredAt = performance.now();
          latencies.push(answeredAt - sentAt);
          sentAt = answeredAt;
        }
      }),
    );
  } finally {
    for (const connection of connections) connection.close();
  }
  return (performance.now() - start) / 1000;
}

/** @throws if the response has errors of any kind. */
export function checkResponse({ status, body }: Response, request: string): void {
  const userErrors = body.includes('"userErrors":') && !body.includes('"userErrors":[]');
  if (status === 200 && !body.includes('"errors":') && !userErrors) return;
  throw new Error(
    `Expected an answer without errors, got status ${status} and ${body.toString().slice(0, 2000)}\nto ${request.slice(0, 2000)}`,
  );
}
