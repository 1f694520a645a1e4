import { openDatabase } from "../../src/database/database.js";
import { requestErrorCodes } from "../../src/graphql/errors/request-errors.js";
import { Metrics } from "../../src/monitoring/metrics.js";
import { type MetricsServer, serveMetrics } from "../../src/monitoring/metrics-server.js";
import { Subscriber, stopSubscribersAfterEach } from "../history/subscriber.js";
import { adminKey, type OtherServer, useTestServer } from "../support/server.js";

stopSubscribersAfterEach();

describe("the metrics", () => {
  const server = useTestServer();
  let metrics: Metrics;
  let measured: OtherServer;
  let listener: MetricsServer;

  beforeEach(async () => {
    metrics = new Metrics(Object.keys(requestErrorCodes));
    measured = await server.another({ metrics });
    listener = await serveMetrics(metrics, { host: "127.0.0.1", port: 0 });
  });
  afterEach(() => listener.close());

  /** The value of each series in the format of Prometheus. */
  async function read(): Promise<Map<string, number>> {
    const text = await (await fetch(listener.url)).text();
    const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]));
  }

  it("count HTTP requests by route and status, and operations by type and by the code of their first error", async () => {
    const root = measured.as(adminKey);
    for (let use = 1; use <= 3; use += 1) await root.ask("{ customers { totalCount } }");
    await root.ask('mutation { customerCreate(input: { firstName: "Ada" }) { customer { id } } }');
    await root.ask("{ customers(first: 500) { totalCount } }");
    await root.ask("{ nothing }");
    await measured.as(null).ask("{ viewer { type } }");
    await measured.app.inject({ method: "POST", url: "/graphql", payload: "{" });
    await measured.app.inject({ url: "/healthz" });
    const series = await read();
    expect(Object.fromEntries([...series].filter(([name]) => /^(http|graphql)\w+_total/.test(name)))).toEqual({
      'http_requests_total{route="/graphql",status="200"}': 4,
      'http_requests_total{route="/graphql",status="400"}': 2,
      'http_requests_total{route="/graphql",status="401"}': 1,
      'http_requests_total{route="/graphql",status="415"}': 1,
      'http_requests_total{route="/healthz",status="200"}': 1,
      'graphql_operations_total{type="query",code="OK"}': 3,
      'graphql_operations_total{type="mutation",code="OK"}': 1,
      'graphql_operations_total{type="query",code="BAD_USER_INPUT"}': 1,
      'graphql_operations_total{type="none",code="GRAPHQL_VALIDATION_FAILED"}': 1,
      'graphql_operations_total{type="query",code="UNAUTHENTICATED"}': 1,
      'graphql_operations_total{type="none",code="BAD_REQUEST"}': 1,
      graphql_cached_operations_total: 2,
    });
    expect(series.get('http_request_duration_seconds_count{route="/graphql"}')).toBe(8);
    expect(series.get('graphql_operation_duration_seconds_count{type="query"}')).toBe(5);
    expect(series.get('graphql_operation_duration_seconds_sum{type="query"}')).toBeGreaterThan(0);
  });

  it("have a limited number of series for any names that clients choose", async () => {
    const ask = async (name: string) => {
      await measured.as(adminKey).ask(`query ${name} { a${name}: __typename }`);
      await measured.as(adminKey).ask(`query ${name} { no${name} }`);
      await measured.as(`sk_${name}`).ask(`query ${name} { viewer { type } }`);
      await measured.app.inject({ url: `/${name}` });
      await measured.app.inject({ url: `/graphql/playground/${name}` });
    };
    await ask("First");
    const before = [...(await read()).keys()].filter((name) => /^(http|graphql)/.test(name));
    for (let n = 0; n < 20; n += 1) await ask(`Name${n}`);
    const after = [...(await read()).keys()].filter((name) => /^(http|graphql)/.test(name));
    expect(after).toEqual(before);
    expect(after.join()).not.toMatch(/First|Name/);
  });

  it("show the database and its pool, the process and its event loop", async () => {
    await measured.as(adminKey).ask("{ customers { totalCount } }");
    const series = await read();
    const { pool } = server.testDatabase.database;
    expect(series.get("database_up")).toBe(1);
    expect(series.get("database_pool_connections")).toBe(pool.totalCount);
    expect(series.get("database_pool_idle_connections")).toBe(pool.totalCount);
    expect(series.get("database_pool_max_connections")).toBe(pool.options.max);
    expect(series.get("database_pool_waiting")).toBe(0);
    expect(series.get("nodejs_eventloop_lag_p99_seconds")).toBeGreaterThan(0);
    expect(series.get("process_resident_memory_bytes")).toBeGreaterThan(0);
  });

  it("show the queries that wait for a connection", async () => {
    const { pool } = server.testDatabase.database;
    const clients = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
    const waiting = [pool.query("SELECT"), pool.query("SELECT")];
    const reading = read();
    // The query of the metrics waits behind them, for two seconds at most.
    expect((await reading).get("database_pool_waiting")).toBe(2);
    for (const client of clients) client.release();
    await Promise.all(waiting);
  });

  it("show that the database is unavailable, and all other metrics", async () => {
    const database = await openDatabase({ databaseUrl: "postgres://shop@127.0.0.1:1/shop", dataDir: "" });
    metrics = new Metrics(Object.keys(requestErrorCodes));
    const away = await server.another({ metrics, database });
    await listener.close();
    listener = await serveMetrics(metrics, { host: "127.0.0.1", port: 0 });
    await away.as(adminKey).ask("{ customers { totalCount } }");
    const series = await read();
    expect(series.get("database_up")).toBe(0);
    expect(series.get('graphql_operations_total{type="query",code="SERVICE_UNAVAILABLE"}')).toBe(1);
    await database.close();
  });

  it("show the number of open WebSockets", async () => {
    const url = await measured.app.listen({ host: "127.0.0.1", port: 0 });
    const subscriber = new Subscriber({ url });
    await subscriber.begun(server.testDatabase.database.pool);
    const series = await read();
    expect(series.get("websocket_connections")).toBe(1);
    expect(series.get('graphql_operations_total{type="subscription",code="OK"}')).toBe(1);
  });

  it("are served at a separate address, which serves only metrics, and not at the address of the API", async () => {
    expect((await fetch(listener.url)).headers.get("content-type")).toMatch("text/plain");
    for (const [path, method] of [
      ["/", "GET"],
      ["/graphql", "GET"],
      ["/metrics", "POST"],
    ] as const) {
      expect((await fetch(new URL(path, listener.url), { method })).status).toBe(404);
    }
    expect((await measured.app.inject({ url: "/metrics" })).statusCode).toBe(404);
  });
});
