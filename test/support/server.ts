import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import type { FastifyInstance } from "fastify";
import { type ExecutionResult, print } from "graphql";
import { pino } from "pino";
import { saveRootKey } from "../../src/access/api-key/root-key.js";
import { createTokens } from "../../src/access/auth/tokens.js";
import { openDatabase } from "../../src/database/database.js";
import { createServer, type ServerOptions } from "../../src/server.js";
import { openTestDatabase, type TestDatabase } from "./database.js";

export const adminKey = "sk_the-root-key-of-the-tests-0123456789";
export const jwtSecret = "a secret of the tests that signs their tokens";

/** Sends operations as one caller. */
export interface Asker {
  /** Runs an operation, and expects no top-level errors. */
  run<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables?: Variables): Promise<Data>;
  /** Runs an operation that is given as text. Returns any response. */
  ask(query: string, variables?: object, headers?: Record<string, string>): Promise<Answer>;
}

/** A server on the database of one test file. It gets injected requests and does not listen. The default caller is the root key. */
export interface TestServer extends Asker {
  readonly app: FastifyInstance;
  readonly testDatabase: TestDatabase;
  /** The log of the server so far, without the lines about requests. */
  readonly log: string[];
  /** The log lines about requests. */
  readonly requestLog: string[];
  /** Empties all tables except for the root key. */
  reset(): Promise<void>;
  /** Sends operations with another credential, which is a token or the secret of an API key, or with none. */
  as(credential: string | null): Asker;
  /** Creates another server on the same database with its own settings. It is closed together with this one. */
  another(options?: Partial<ServerOptions>): Promise<OtherServer>;
  /** Creates another instance. On a database server it has its own connections. It is closed together with this one. */
  anotherInstance(): Promise<OtherServer>;
}

/** A further server of the test file. */
export interface OtherServer {
  readonly app: FastifyInstance;
  as(credential: string | null): Asker;
}

/** A raw response. */
export interface Answer extends ExecutionResult<Record<string, never>> {
  readonly status: number;
}

/** Creates the server of a test file. Each test starts with empty tables. */
export function useTestServer(options?: Partial<ServerOptions>): TestServer {
  let app: FastifyInstance;
  let testDatabase: TestDatabase;
  const log: string[] = [];
  const requestLog: string[] = [];
  /** Functions that run before the database closes, last one first. */
  const others: { close(): Promise<unknown> }[] = [];

  beforeAll(async () => {
    testDatabase = await openTestDatabase();
    app = await createTestServer(testDatabase, { log, requestLog }, options);
  });
  const reset = () => emptyButRootKey(testDatabase);
  beforeEach(reset);
  afterAll(async () => {
    for (const other of others.reverse()) await other.close();
    await app?.close();
    await testDatabase?.close();
  });

  async function another(options?: Partial<ServerOptions>): Promise<OtherServer> {
    const other = await createTestServer(testDatabase, { log, requestLog }, options);
    others.push(other);
    return { app: other, as: (credential) => askerOf(() => other, credential) };
  }

  return {
    get app() {
      return app;
    },
    get testDatabase() {
      return testDatabase;
    },
    log,
    requestLog,
    reset,
    as: (credential) => askerOf(() => app, credential),
    another,
    anotherInstance: async () => {
      if (testDatabase.url === undefined) return another();
      const database = await openDatabase({ databaseUrl: testDatabase.url, dataDir: "" });
      others.push(database);
      return another({ database });
    },
    ...askerOf(() => app, adminKey),
  };
}

/** Sends operations with a credential. The server can be created later. */
function askerOf(app: () => FastifyInstance, credential: string | null): Asker {
  const authorization: Record<string, string> = credential === null ? {} : { authorization: `Bearer ${credential}` };
  async function ask(query: string, variables?: object, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await app().inject({
      method: "POST",
      url: "/graphql",
      headers: { ...authorization, ...headers },
      payload: { query, variables },
    });
    // The cost of an operation is in each response. Tests of other features ignore it.
    const { extensions: _, ...answer } = response.json();
    return { ...answer, status: response.statusCode };
  }
  return {
    ask,
    run: async <Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables?: Variables) => {
      const { data, errors } = await ask(print(document), variables as object | undefined);
      if (errors !== undefined) throw new Error(`The operation failed: ${JSON.stringify(errors)}`);
      return data as Data;
    },
  };
}

/** A server with its own database that listens on a free port of this machine. */
export async function startTestServer(options?: Partial<ServerOptions>): Promise<{
  url: string;
  adminKey: string;
  testDatabase: TestDatabase;
  /** Empties all tables except for the root key. */
  reset(): Promise<void>;
  close(): Promise<void>;
}> {
  const testDatabase = await openTestDatabase();
  await saveRootKey(testDatabase.database.prisma, adminKey);
  const app = await createTestServer(testDatabase, { log: [], requestLog: [] }, options);
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  return {
    url,
    adminKey,
    testDatabase,
    reset: () => emptyButRootKey(testDatabase),
    close: async () => {
      await app.close();
      await testDatabase.close();
    },
  };
}

async function emptyButRootKey(testDatabase: TestDatabase): Promise<void> {
  await testDatabase.reset();
  await saveRootKey(testDatabase.database.prisma, adminKey);
}

function createTestServer(
  { database }: TestDatabase,
  { log, requestLog }: Pick<TestServer, "log" | "requestLog">,
  options: Partial<ServerOptions> = {},
): Promise<FastifyInstance> {
  const logger = pino({ level: "debug" }, { write: (line) => (isAboutRequest(line) ? requestLog : log).push(line) });
  // Only the tests of the admin app need its built files.
  return createServer({ database, tokens: createTokens([jwtSecret]), logger, adminApp: false, ...options });
}

function isAboutRequest(line: string): boolean {
  return JSON.parse(line).msg === "request";
}
