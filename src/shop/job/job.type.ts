import { Field, ID, Int, ObjectType } from "type-graphql";
import type { JobRowError as FullJobRowErrorRow, Job as JobRow } from "../../database/generated/client.js";
import type { Timestamp, WithTimestamps } from "../../database/sql/timestamp.js";
import { UserErrorCode } from "../../graphql/errors/user-error.type.js";
import { Node } from "../../graphql/node/node.type.js";
import { connectionType } from "../../graphql/pagination/connection.type.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import { enumType } from "../../graphql/schema/enum-type.js";

export const FileFormat = enumType("FileFormat", "The format of a file.", {
  CSV: "Comma-separated values with a header (RFC 4180), in UTF-8.",
  JSONL: "One JSON object in each line, in UTF-8.",
});

export type FileFormat = keyof typeof FileFormat;

export const JobKind = enumType("JobKind", "The task of a job.", {
  CUSTOMERS_IMPORT: "Reads customers from a file.",
  CUSTOMERS_EXPORT: "Writes customers to a file.",
});

export type JobKind = keyof typeof JobKind;

export const JobStatus = enumType("JobStatus", "The state of a job.", {
  QUEUED: "It waits for a server that runs it.",
  RUNNING: "A server runs it, or it waits for another server after an interruption.",
  SUCCEEDED: "It has ended. Rows of the file may have errors.",
  FAILED: "It has ended early. `failure` has the reason.",
  CANCELED: "It was cancelled. Rows that were already written stay.",
});

export type JobStatus = keyof typeof JobStatus;

/** The columns of a job that the schema shows. */
export interface ReadableJob
  extends WithTimestamps<
    Pick<
      JobRow,
      | "id"
      | "total"
      | "processed"
      | "created"
      | "updated"
      | "unchanged"
      | "failed"
      | "dryRun"
      | "failure"
      | "resultFileId"
      | "createdAt"
      | "startedAt"
      | "finishedAt"
    >
  > {
  readonly kind: JobKind;
  readonly status: JobStatus;
  readonly createdBy: string;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A long task that runs beside requests, on any instance of the server, and continues after a restart. It is deleted 30 days after its end, but not before its files.",
})
export class Job extends Node implements ReadableJob {
  resultFileId!: string | null;

  @Field(() => JobKind, { description: "The task of the job." })
  kind!: JobKind;

  @Field(() => JobStatus, { description: "The state of the job." })
  status!: JobStatus;

  @Field(() => Int, { nullable: true, description: "The number of rows. Null until it is known." })
  total!: number | null;

  @Field(() => Int, { description: "The number of rows that have been processed." })
  processed!: number;

  @Field(() => Int, { description: "The number of customers that were created. In a dry run: that would be created." })
  created!: number;

  @Field(() => Int, { description: "The number of customers that were changed. In a dry run: that would be changed." })
  updated!: number;

  @Field(() => Int, { description: "The number of rows that matched their customers already." })
  unchanged!: number;

  @Field(() => Int, { description: "The number of rows with errors. Nothing of them was written." })
  failed!: number;

  @Field(() => Boolean, { description: "True if the job checks everything and writes nothing." })
  dryRun!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "The reason, such as `The file has no header.`, if the status is `FAILED`. Otherwise null.",
  })
  failure!: string | null;

  @Field(() => ID, { nullable: true, description: "The id of the user or API key that started the job." })
  createdBy!: string;

  @Field(() => DateTime, { description: "The time when the job was queued." })
  createdAt!: Timestamp;

  @Field(() => DateTime, { nullable: true, description: "The time of the first start. Null while the job waits." })
  startedAt!: Timestamp | null;

  @Field(() => DateTime, { nullable: true, description: "The time of the end. Null if the job has not ended." })
  finishedAt!: Timestamp | null;
}

export const JobConnection = connectionType("Job", "jobs", () => Job);

/** An error without its position in the job. */
export interface JobRowErrorRow extends Omit<FullJobRowErrorRow, "jobId" | "position" | "code"> {
  readonly code: UserErrorCode;
}

@ObjectType({ simpleResolvers: true, description: "An error of a row of an imported file." })
export class JobRowError implements JobRowErrorRow {
  @Field(() => Int, { description: "The first line of the row in the file. The header is line 1." })
  line!: number;

  @Field(() => UserErrorCode, { description: "The code of the error." })
  code!: UserErrorCode;

  @Field(() => String, { description: "The requirement in English. It never contains the value." })
  message!: string;

  @Field(() => String, {
    nullable: true,
    description: "The name of the column in the header, or in JSONL the path of the value. Null for the whole row.",
  })
  column!: string | null;

  @Field(() => [String], {
    description: 'The place in the values of a customer, such as `["addresses", "0", "countryCode"]`.',
  })
  path!: string[];
}

export const JobRowErrorConnection = connectionType("JobRowError", "errors", () => JobRowError);
