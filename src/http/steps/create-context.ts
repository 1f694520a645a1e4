import type { FastifyRequest } from "fastify";
import type { Authentication } from "../../access/auth/find-caller.js";
import { Context } from "../../access/context.js";
import type { Database } from "../../database/database.js";
import { ReadSize } from "../../database/limits/read-size.js";
import { RequestDatabase } from "../../database/request-database.js";
import type { Limits } from "../../execution/limits/limits.js";
import { responseTooLarge } from "../../graphql/errors/request-errors.js";
import { RequestLogEntry } from "../../monitoring/request-log-entry.js";

/** Creates the context of a request from its headers and from the properties that earlier steps have set on it. */
export type CreateContext = (request: FastifyRequest) => Context;

export interface ContextSources {
  readonly database: Database;
  readonly authentication: Authentication;
  readonly limits: Limits;
}

export function contextFactory({ database, authentication, limits: { responseBytes } }: ContextSources): CreateContext {
  return ({ headers, id, ip, logEntry, deadline, precondition, refusalChargedTo }) => {
    const readSize = new ReadSize(responseBytes, () => responseTooLarge(responseBytes));
    return new Context({
      db: new RequestDatabase(database, { requestId: id, deadline, readSize, precondition }),
      authentication,
      authorization: headers.authorization,
      clientAddress: ip,
      requestId: id,
      logEntry: logEntry ?? new RequestLogEntry(id),
      deadline,
      refusalChargedTo,
    });
  };
}
