import { readFileSync } from "node:fs";
import path from "node:path";
import { pino } from "pino";
import { CallerCache } from "../../src/access/auth/caller-cache.js";
import { createUsageRecorder } from "../../src/access/auth/usage-recorder.js";
import { SessionRenewal } from "../../src/access/session/session-renewal.js";
import { createApollo } from "../../src/execution/apollo/apollo.js";
import { maskError } from "../../src/execution/errors/error-responses.plugin.js";
import { defaultLimits } from "../../src/execution/limits/limits.js";
import { RateLimiter } from "../../src/execution/limits/rate-limiter.js";
import { OperationCache } from "../../src/execution/operations/operation-cache.js";
import { OperationGuard } from "../../src/execution/operations/operation-guard.js";
import { PersistedDocuments } from "../../src/execution/operations/persisted-documents.js";
import { requestSteps, type StepOptions } from "../../src/http/graphql-endpoint.js";
import { ConcurrencyLimiter } from "../../src/http/overload/concurrency-limiter.js";
import { createJobQueue } from "../../src/jobs/job-queue.js";
import { unavailableMailbox } from "../../src/mail/mailbox.js";
import { Tracing } from "../../src/monitoring/tracing.js";
import { createSchema } from "../../src/schema.js";
import { openTestDatabase, type TestDatabase } from "../support/database.js";
import { filesOf } from "../support/files.js";

const page = readFileSync(path.join(import.meta.dirname, "../../docs/architecture.md"), "utf8");

describe("the steps of a request", () => {
  let testDatabase: TestDatabase;
  let options: StepOptions;
  const closing: (() => unknown)[] = [];

  beforeAll(async () => {
    testDatabase = await openTestDatabase();
    const { database } = testDatabase;
    const logger = pino({ level: "silent" });
    const schema = createSchema();
    const operationCache = new OperationCache(schema);
    const rateLimiter = new RateLimiter({});
    const operationGuard = new OperationGuard(defaultLimits, rateLimiter);
    const apolloOptions = { introspection: true, maxBytes: defaultLimits.responseBytes, mask: maskError, logger };
    const apollo = createApollo({ schema, operationCache, operationGuard, ...apolloOptions });
    await apollo.start();
    const apiKeyUsage = createUsageRecorder(database.prisma, "api_key", () => {});
    const sessionUsage = createUsageRecorder(database.prisma, "session", () => {});
    const concurrencyLimiter = new ConcurrencyLimiter({ maxRequests: 1, busyLatencyMs: 1 }, database.pool);
    const tracing = new Tracing(logger);
    closing.push(
      () => tracing.stop(),
      () => concurrencyLimiter.close(),
      () => apollo.stop(),
      () => apiKeyUsage.close(),
      () => sessionUsage.close(),
      () => testDatabase.close(),
    );
    const { reader, prisma: db } = database.reserved;
    const documentRules = { limits: defaultLimits, introspection: true };
    options = {
      schema,
      database,
      sessionRenewal: new SessionRenewal({ reader, tokens: undefined }, () => {}),
      authentication: {
        reader,
        db,
        tokens: undefined,
        identityProvider: undefined,
        selfRegistration: false,
        apiKeyUsage,
        sessionUsage,
        callers: new CallerCache(),
      },
      mailbox: unavailableMailbox,
      jobs: createJobQueue(() => {}),
      files: filesOf(database),
      operationCache,
      persistedDocuments: new PersistedDocuments(operationCache, documentRules),
      apollo,
      documentRules,
      operationGuard,
      mask: maskError,
      rateLimiter,
      concurrencyLimiter,
      timeLimitMs: 1_000,
      tracing,
      logger,
    };
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });

  const fileOf = (name: string) =>
    `src/http/steps/${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;

  it("are the same as in docs/architecture.md, in the same order", () => {
    const rows = [...page.matchAll(/^\d+\. `(src\/http\/steps\/[\w-]+\.ts)`/gm)].map(([, file]) => file);
    expect(rows.length).toBeGreaterThan(0);
    expect(requestSteps(options).map(({ name }) => fileOf(name))).toEqual(rows);
  });

  it("do not include steps that are turned off", () => {
    const all = requestSteps(options).map(({ name }) => name);
    const off = { concurrencyLimiter: undefined, timeLimitMs: undefined, tracing: undefined };
    const left = requestSteps({ ...options, ...off }).map(({ name }) => name);
    expect(all.filter((name) => !left.includes(name))).toEqual(["traceRequest", "countRequest", "limitTime"]);
    expect(left).toEqual(all.slice(3));
  });
});
