import type { Logger } from "pino";
import type { Database } from "../database/database.js";
import { listenFor, type Notifications } from "../database/notifications.js";
import { describeError } from "../monitoring/error-log.js";
import type { Metrics } from "../monitoring/metrics.js";
import type { JobHandlers } from "./job-handler.js";
import { createJobQueue, type JobQueue } from "./job-queue.js";
import { type JobTimeouts, JobWorker, type JobWorkerOptions, jobTimeouts } from "./job-worker.js";

/** The jobs that a process runs. */
export interface JobOptions {
  readonly handlers: JobHandlers;
  /** Default: {@link jobTimeouts}. */
  readonly timeouts?: Partial<JobTimeouts> | undefined;
}

export interface JobService {
  readonly queue: JobQueue;
  /** Stops the jobs after their batches. */
  close(): Promise<void>;
}

interface JobEnvironment extends Pick<JobWorkerOptions, "findScopes"> {
  readonly database: Database;
  readonly logger: Logger;
  readonly metrics: Metrics | undefined;
}

/**
 * Starts to run jobs.
 * @param options is undefined if other processes run the jobs.
 */
export function startJobService(options: JobOptions | undefined, environment: JobEnvironment): JobService {
  const { database, logger, metrics, findScopes } = environment;
  if (options === undefined) return { queue: createJobQueue(() => {}), close: async () => {} };
  const worker = new JobWorker({
    database,
    handlers: options.handlers,
    findScopes,
    logger,
    onResult: (result, kind) => metrics?.countJob(result, kind),
    timeouts: { ...jobTimeouts, ...options.timeouts },
  });
  const notifications = listenForJobs(database, logger, () => worker.wake());
  const close = async () => {
    notifications?.stop();
    await worker.close();
  };
  return { queue: createJobQueue(() => worker.wake()), close };
}

/** The jobs of the embedded database are all queued by this process. */
function listenForJobs({ kind, pool }: Database, logger: Logger, onWaiting: () => void): Notifications | undefined {
  if (kind === "embedded") return undefined;
  let isConnected = true;
  return listenFor(pool, "job", {
    onNotification: (payload) => {
      isConnected = true;
      if (payload !== "changed") onWaiting();
    },
    onError: (error) => {
      if (isConnected) logger.warn({ error: describeError(error) }, "The connection that listens for jobs has broken.");
      isConnected = false;
    },
  });
}
