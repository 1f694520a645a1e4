import { rootKeyId } from "../../src/access/api-key/root-key.js";
import type { Caller } from "../../src/access/auth/caller.js";
import { CallerCache } from "../../src/access/auth/caller-cache.js";
import { allScopes } from "../../src/access/auth/scope.type.js";
import { Context } from "../../src/access/context.js";
import type { Deadline } from "../../src/database/cancellation/deadline.js";
import { RequestDatabase } from "../../src/database/request-database.js";
import { createJobQueue } from "../../src/jobs/job-queue.js";
import { unavailableMailbox } from "../../src/mail/mailbox.js";
import { RequestLogEntry } from "../../src/monitoring/request-log-entry.js";
import { filesOf } from "../support/files.js";
import type { TestServer } from "../support/server.js";

const caller: Caller = { type: "API_KEY", id: rootKeyId, scopes: new Set(allScopes) };
const usage = { record: () => {}, close: async () => {} };

/** The context of a request whose caller has all scopes. */
export function newContext(server: TestServer, { deadline }: { deadline?: Deadline } = {}): Context {
  const { database } = server.testDatabase;
  const { prisma: db, reader } = database;
  const callers = new CallerCache();
  const authentication = {
    db,
    reader,
    tokens: undefined,
    identityProvider: undefined,
    selfRegistration: false,
    apiKeyUsage: usage,
    sessionUsage: usage,
    callers,
  };
  const client = {
    authorization: undefined,
    clientAddress: "127.0.0.1",
    requestId: "the-request",
    logEntry: new RequestLogEntry("the-request"),
  };
  const context = new Context({
    db: new RequestDatabase(database, { requestId: "the-request", deadline }),
    authentication,
    mailbox: unavailableMailbox,
    jobs: createJobQueue(() => {}),
    files: filesOf(database),
    deadline,
    ...client,
  });
  context.setCaller(caller);
  return context;
}
