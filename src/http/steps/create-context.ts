import type { FastifyRequest } from "fastify";
import type { Authentication } from "../../access/auth/find-caller.js";
import { Context } from "../../access/context.js";
import type { Database } from "../../database/database.js";
import { ReadSize } from "../../database/limits/read-size.js";
import { RequestDatabase } from "../../database/request-database.js";
import type { Limits } from "../../execution/limits/limits.js";
import type { FileStore } from "../../files/file-store.js";
import { responseTooLarge } from "../../graphql/errors/request-errors.js";
import type { JobQueue } from "../../jobs/job-queue.js";
import type { Mailbox } from "../../mail/mailbox.js";
import { RequestLogEntry } from "../../monitoring/request-log-entry.js";

/** Creates the context of a request from its headers and from the properties that earlier steps have set on it. */
export type CreateContext = (request: FastifyRequest) => Context;

export interface ContextSources {
  readonly database: Database;
  readonly authentication: Authentication;
  readonly mailbox: Mailbox;
  readonly files: FileStore;
  readonly jobs: JobQueue;
  readonly limits: Limits;
}

export function contextFactory({
  database,
  authentication,
  mailbox,
  files,
  jobs,
  limits: { responseBytes },
}: ContextSources): CreateContext {
  return (request) => {
    const { headers, id, ip, logEntry, deadline, precondition, refusalChargedTo } = request;
    const readSize = new ReadSize(responseBytes, () => responseTooLarge(responseBytes));
    return new Context({
      db: new RequestDatabase(database, { requestId: id, deadline, readSize, precondition }),
      authentication,
      mailbox,
      files,
      jobs,
      authorization: headers.authorization,
      clientAddress: ip,
      userAgent: headers["user-agent"],
      requestId: id,
      logEntry: logEntry ?? new RequestLogEntry(id),
      deadline,
      onCaller: (caller) => {
        request.caller = caller;
      },
      refusalChargedTo,
    });
  };
}
