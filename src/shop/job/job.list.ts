import { Prisma } from "../../database/generated/client.js";
import { type Columns, columnOf } from "../../database/sql/sql.js";
import type { CursorPageArgs, PageArgs } from "../../graphql/pagination/connection.args.js";
import type { List } from "../../graphql/pagination/list-definition.js";
import type { JobRowErrorRow, ReadableJob } from "./job.type.js";

const jobColumns: Columns<ReadableJob> = {
  id: "id",
  kind: "kind",
  status: "status",
  total: "total",
  processed: "processed",
  created: "created",
  updated: "updated",
  unchanged: "unchanged",
  failed: "failed",
  dryRun: "dry_run",
  failure: "failure",
  resultFileId: "result_file_id",
  createdBy: "actor_id",
  createdAt: "created_at",
  startedAt: "started_at",
  finishedAt: "finished_at",
};

/** The common part of all lists of jobs. */
export const jobList = {
  name: "Job",
  alias: "j",
  columns: jobColumns,
  alwaysSelected: ["id", "resultFileId"],
  id: columnOf("j", "id"),
  sortKeys: {},
  defaultSort: [{ field: "ID", direction: "DESC" }],
} as const;

/** All jobs, newest first. */
export const allJobs: List<PageArgs> = {
  ...jobList,
  rows: () => ({ from: Prisma.sql`job j`, condition: Prisma.sql`true` }),
};

/** The jobs that a caller has started, newest first. */
export const jobsOfCaller: List<PageArgs> = {
  ...jobList,
  rows: () => ({ from: Prisma.sql`job j`, condition: Prisma.sql`j.actor_id = parent.id` }),
};

const errorColumns: Columns<JobRowErrorRow> = {
  line: "line",
  code: "code",
  message: "message",
  column: "column_name",
  path: "path",
};

/** The errors of a job, in the order of the file. */
export const errorsOfJob: List<CursorPageArgs> = {
  name: "JobRowError",
  alias: "e",
  columns: errorColumns,
  alwaysSelected: ["line"],
  id: columnOf("e", "position"),
  idType: "integer",
  sortKeys: {},
  rows: () => ({ from: Prisma.sql`job_row_error e`, condition: Prisma.sql`e.job_id = parent.id` }),
};
