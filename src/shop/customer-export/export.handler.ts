import { GraphQLError, type GraphQLSchema } from "graphql";
import type { Scope } from "../../access/auth/scope.type.js";
import { SnapshotLost } from "../../database/snapshots/snapshot.js";
import { JobFailure } from "../../jobs/job.js";
import type { JobContext, JobHandler, JobResult } from "../../jobs/job-handler.js";
import type { ExportFiles } from "./export-file.js";
import { exportInputOf, runsOf, toJson } from "./export-job.js";
import { writeCustomers } from "./export-run.js";

/** An export starts again after an interruption. One that ends its process each time must not do so for ever. */
const maxRuns = 10;

/** Exports customers to files. */
export class CustomersExportHandler implements JobHandler {
  readonly scopes: readonly Scope[] = ["JOBS_MANAGE", "CUSTOMERS_READ"];
  readonly #files: ExportFiles;
  readonly #schema: GraphQLSchema;

  /** @param schema reads the stored filters. */
  constructor(files: ExportFiles, schema: GraphQLSchema) {
    this.#files = files;
    this.#schema = schema;
  }

  async run(context: JobContext): Promise<JobResult> {
    for (let runs = runsOf(context.job.position) + 1; runs <= maxRuns; runs += 1) {
      await context.restart(toJson({ runs }));
      try {
        return await this.#export(context, runs);
      } catch (error) {
        if (!(error instanceof SnapshotLost)) throw failureOf(error);
      }
    }
    throw new JobFailure(`The export was given up after ${maxRuns} interruptions.`);
  }

  async #export(context: JobContext, runs: number): Promise<JobResult> {
    const input = exportInputOf(context.job.input);
    // Before the data is read: an erasure that is committed later checks the file.
    const file = await this.#files.create(context.caller.id, `customers.${input.format.toLowerCase()}`, {
      // Without ids, a person can be named by nothing but a first name or a city.
      isSearchable: input.columns?.includes("id") ?? true,
    });
    try {
      await writeCustomers(context, file, input, { schema: this.#schema, runs });
      await file.finish();
      return { resultFileId: file.id };
    } catch (error) {
      await file.discard();
      throw error;
    }
  }
}

/** A full disk, or a server without a folder, is a reason that the caller sees. */
function failureOf(error: unknown): unknown {
  const isShown = error instanceof GraphQLError && error.extensions.code === "SERVICE_UNAVAILABLE";
  return isShown ? new JobFailure(error.message) : error;
}
