import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { killServersAfterEach, type ServerProcess, startServer } from "../process/server-process.js";
import { openTestDatabase, type TestDatabase } from "../support/database.js";
import { adminKey } from "../support/server.js";
import { temporaryFolders } from "../support/temporary-folder.js";
import { type CollectedSpan, Collector } from "./collector.js";

killServersAfterEach();
const temporaryFolder = temporaryFolders();

/** The name of a span, and its child spans in the order of their start. */
type Tree = readonly [name: string, ...below: Tree[]];

function treesBelow(parent: string, spans: readonly CollectedSpan[]): Tree[] {
  return spans
    .filter(({ parentSpanId }) => parentSpanId === parent)
    .toSorted((a, b) => Number(BigInt(a.startTimeUnixNano) - BigInt(b.startTimeUnixNano)))
    .map(({ name, spanId }): Tree => [name, ...treesBelow(spanId, spans)]);
}

interface Answer {
  readonly data: { readonly customerCreate: { readonly customer: { readonly id: string } } };
}

const parentId = "00f067aa0ba902b7";
const failed = 2;

describe("the traces of a process", () => {
  const collector = new Collector();
  let testDatabase: TestDatabase;
  /** The folder of the embedded database. */
  let folder: string;

  beforeAll(async () => {
    await collector.start();
    testDatabase = await openTestDatabase();
    folder = await temporaryFolder();
  });
  afterAll(async () => {
    collector.stop();
    await testDatabase.close();
  });

  async function startTracedServer(settings: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
    const database = testDatabase.url === undefined ? { DATA_DIR: folder } : { DATABASE_URL: testDatabase.url };
    return startServer({
      ...database,
      DEMO_DATA: "false",
      ADMIN_API_KEY: adminKey,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: "50",
      ...settings,
    });
  }

  /** Sends an operation as part of a trace, and returns the id of the trace. */
  async function send(server: ServerProcess, query: string, variables = {}, { flags = "01", key = adminKey } = {}) {
    const traceId = randomBytes(16).toString("hex");
    const headers = {
      "content-type": "application/json",
      authorization: `Bearer ${key}`,
      traceparent: `00-${traceId}-${parentId}-${flags}`,
    };
    const response = await fetch(server.url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
    // A request that is refused for overload has no trace.
    expect(response.status).not.toBe(503);
    return { traceId, answer: (await response.json()) as Answer };
  }

  it("contain spans of the caller's trace for HTTP, the operation and each statement, with SQL and without values", async () => {
    const server = await startTracedServer({ OTEL_SERVICE_NAME: "shop", OTEL_RESOURCE_ATTRIBUTES: "deployment=test" });
    const create =
      "mutation Create($input: CustomerCreateInput!) { customerCreate(input: $input) { customer { id } } }";
    // A password, which takes several statements.
    const input = { email: "hidden@example.com", firstName: "Hidden", password: "hidden password" };
    const { traceId: written, answer } = await send(server, create, { input });
    const ids = { ids: [answer.data.customerCreate.customer.id] };
    const read =
      'query Some($ids: [ID!]!) { customers(where: { firstName: { eq: "Hidden" } }) { nodes { addresses { totalCount } } } nodes(ids: $ids) { id } }';

    const spans = await collector.trace(written);
    const [[http, [operation, ...statements]]] = treesBelow(parentId, spans) as [[string, Tree]];
    expect([http, operation]).toEqual(["POST /graphql", "mutation Create"]);
    expect(statements.map(([name]) => name)).toEqual(
      expect.arrayContaining(["caller", "BEGIN", "SELECT", "INSERT", "COMMIT"]),
    );
    expect(statements).toContainEqual(["caller", ["SELECT"]]);
    expect(spans.find(({ name }) => name === "INSERT")?.attributes).toEqual({
      "db.system.name": "postgresql",
      "db.query.text": expect.stringMatching(/^INSERT INTO .* VALUES \(\$1/),
    });
    expect(spans.find(({ name }) => name === "POST /graphql")?.attributes).toMatchObject({
      "http.request.method": "POST",
      "http.response.status_code": 200,
    });
    expect(collector.resource).toMatchObject({ "service.name": "shop", deployment: "test" });

    // By Apollo Server, then from the operation cache, then by a plan.
    for (let use = 1; use <= 3; use += 1) {
      const { traceId } = await send(server, read, ids);
      const trees = treesBelow(parentId, await collector.trace(traceId));
      const [[, [name, ...below]]] = trees as [[string, Tree]];
      expect(name).toBe("query Some");
      expect(below.filter(([kind]) => kind === "SELECT")).toHaveLength(3);
    }
    expect(collector.received).not.toMatch(/hidden|sk_/i);
    server.signal("SIGTERM");
    expect(await server.exitCode).toBe(0);
    expect(server.output).toContain(`"traceId":"${written}"`);
  }, 120_000);

  it("separate requests that wait for the same connection", async () => {
    const server = await startTracedServer({ DATABASE_POOL_SIZE: "1" });
    await send(server, "{ viewer { type } }");
    const traces = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        send(server, `query Of${n} { customers { totalCount } a: customer(id: "cus_1") { id } }`),
      ),
    );
    for (const [n, { traceId }] of traces.entries()) {
      const [[, [name, ...below]]] = treesBelow(parentId, await collector.trace(traceId)) as [[string, Tree]];
      expect(name).toBe(`query Of${n}`);
      expect(below.filter(([kind]) => kind !== "caller")).toEqual([["SELECT"], ["SELECT"]]);
    }
  }, 120_000);

  it("show errors by their codes, and nothing if the caller does not sample the trace", async () => {
    const server = await startTracedServer();
    const { traceId: untraced } = await send(server, "{ customers { totalCount } }", {}, { flags: "00" });
    const { traceId: refused } = await send(server, "{ customers { totalCount } }", {}, { key: "sk_wrong" });
    const operation = (await collector.trace(refused)).find(({ name }) => name === "query");
    expect(operation).toMatchObject({ status: { code: failed }, attributes: { "error.type": "UNAUTHENTICATED" } });
    expect(collector.received).not.toContain(untraced);
  }, 120_000);

  it("are dropped while the collector is unavailable: the server answers and logs it", async () => {
    const server = await startTracedServer({
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1",
      OTEL_EXPORTER_OTLP_TIMEOUT: "300",
    });
    expect(await send(server, "{ __typename }")).toMatchObject({ answer: { data: { __typename: "Query" } } });
    while (!server.output.includes('"msg":"Traces could not be sent."')) await setTimeout(20);
    expect(server.output).not.toMatch(/sk_/);
    server.signal("SIGTERM");
    expect(await server.exitCode).toBe(0);
  }, 120_000);
});
