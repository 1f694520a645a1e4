import { HttpConnection, type Response } from "./http-connection.js";

/** The result of sending requests for some time. */
export interface Load {
  readonly requests: number;
  readonly seconds: number;
  /** Latencies in milliseconds, ascending. */
  readonly latencies: Float64Array;
}

/** Sends requests over many connections until the time is over, and waits for all responses. */
export async function load(
  { url, apiKey }: { url: string; apiKey: string },
  nextBody: () => string,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<Load> {
  const opened = await Promise.all(Array.from({ length: connections }, () => HttpConnection.open(url, apiKey)));
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  try {
    await Promise.all(
      opened.map(async (connection) => {
        for (let sentAt = performance.now(); sentAt < end; ) {
          const body = nextBody();
          checkResponse(await connection.send(body), body);
          const answeredAt = performance.now();
          latencies.push(answeredAt - sentAt);
          sentAt = answeredAt;
        }
      }),
    );
  } finally {
    for (const connection of opened) connection.close();
  }
  const taken = (performance.now() - start) / 1000;
  return { requests: latencies.length, seconds: taken, latencies: Float64Array.from(latencies).sort() };
}

/** @throws if the response has errors of any kind. */
export function checkResponse({ status, body }: Response, request: string): void {
  const userErrors = body.includes('"userErrors":') && !body.includes('"userErrors":[]');
  if (status === 200 && !body.includes('"errors":') && !userErrors) return;
  throw new Error(
    `Expected an answer without errors, got status ${status} and ${body.toString().slice(0, 2000)}\nto ${request.slice(0, 2000)}`,
  );
}
