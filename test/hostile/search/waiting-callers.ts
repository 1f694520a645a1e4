import { setTimeout } from "node:timers/promises";
import type { MeasuredServer } from "./measured-server.js";
import type { CallerKind } from "./operation.js";

/** The effect on other callers while one caller repeats an operation. */
export interface WaitingCallers {
  /** The maximum time of `{ viewer { type } }` for another caller. */
  readonly maxMs: number;
  /** True if `/healthz` and `/readyz` succeeded all the time. */
  readonly isHealthy: boolean;
}

const loopMs = 2_000;
const pauseMs = 25;

export async function measureWaitingCallers(
  server: MeasuredServer,
  caller: CallerKind,
  body: object,
): Promise<WaitingCallers> {
  const other: CallerKind = caller === "staff" ? "customer" : "staff";
  const end = performance.now() + loopMs;
  const isOver = () => performance.now() >= end;
  let maxMs = 0;
  let isHealthy = true;

  async function sendAgainAndAgain(): Promise<void> {
    while (!isOver()) await server.send(caller, body);
  }

  async function wait(): Promise<void> {
    while (!isOver()) {
      const start = performance.now();
      const { status } = await server.send(other, { query: "{ viewer { type } }" });
      maxMs = Math.max(maxMs, performance.now() - start);
      isHealthy &&= status === 200;
      await setTimeout(pauseMs);
    }
  }

  async function checkHealth(): Promise<void> {
    while (!isOver()) {
      const answers = await Promise.all(["/healthz", "/readyz"].map((where) => fetch(new URL(where, server.url))));
      isHealthy &&= answers.every(({ ok }) => ok);
      await setTimeout(pauseMs);
    }
  }

  await Promise.all([sendAgainAndAgain(), wait(), checkHealth()]);
  return { maxMs, isHealthy };
}
