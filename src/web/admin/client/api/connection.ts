import { useSyncExternalStore } from "react";
import { endpoint } from "../../../sign-in/client/endpoint.js";

const probeIntervalMs = 2_000;
/** The answers of a server or proxy that cannot work now. */
const unavailable = [502, 503, 504];

let isLost = false;
const listeners = new Set<() => void>();

/** Returns true while the server does not answer. */
export function useIsConnectionLost(): boolean {
  return useSyncExternalStore(subscribe, isConnectionLost);
}

/** Returns true while the server does not answer. */
export function isConnectionLost(): boolean {
  return isLost;
}

/** Asks the server, after something else than a request has failed. If it does not answer, it is asked again and again until it does. */
export async function checkConnection(): Promise<void> {
  if (!isLost && !(await answers())) lose();
}

/** Calls the listener when the server answers again. */
export function onReconnected(listener: () => void): () => void {
  return subscribe(() => {
    if (!isLost) listener();
  });
}

/** Wraps a `fetch` that notices when the server does not answer. It is then asked again and again until it does. */
export function watchConnection(send: typeof fetch): typeof fetch {
  return async (input, init) => {
    try {
      const response = await send(input, init);
      if (unavailable.includes(response.status)) lose();
      return response;
    } catch (error) {
      // fetch throws a TypeError when the network fails.
      if (error instanceof TypeError) lose();
      throw error;
    }
  };
}

function lose(): void {
  if (isLost) return;
  change(true);
  const timer = setInterval(async () => {
    if (!(await answers())) return;
    clearInterval(timer);
    change(false);
  }, probeIntervalMs);
}

async function answers(): Promise<boolean> {
  try {
    const headers = { accept: "application/json", "content-type": "application/json" };
    const response = await fetch(endpoint, { method: "POST", headers, body: '{"query":"{ __typename }"}' });
    return !unavailable.includes(response.status);
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function change(next: boolean): void {
  isLost = next;
  for (const listener of listeners) listener();
}
