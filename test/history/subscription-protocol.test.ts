import { once } from "node:events";
import { connect as connectSocket } from "node:net";
import { WebSocket } from "ws";
import { givenCustomer } from "../customer/customer.steps.js";
import { adminKey, useTestServer } from "../support/server.js";
import { askOverWebSocket, connect, Subscriber, stopSubscribersAfterEach } from "./subscriber.js";
import { useAddress } from "./subscription.steps.js";

stopSubscribersAfterEach();

const follow = "subscription Follow { changes { id } }";

describe("the WebSocket at the endpoint", () => {
  const server = useTestServer();
  const url = useAddress(server);
  const pool = () => server.testDatabase.database.pool;
  const ask = (query: string, variables = {}) => askOverWebSocket({ url: url() }, query, variables);
  const webSocketUrl = () => `${url().replace("http", "ws")}/graphql`;

  // Errors of clients are not printed to the console, as graphql-ws does by default.
  const { error, warn } = console;
  const printed: unknown[] = [];
  beforeEach(() => {
    console.error = console.warn = (...values: unknown[]) => printed.push(values);
  });
  afterEach(() => {
    Object.assign(console, { error, warn });
    expect(printed.splice(0)).toEqual([]);
  });

  it.each([
    ["a query", "{ customers { totalCount } }"],
    ["a mutation", 'mutation { customerCreate(input: { firstName: "Ada" }) { customer { id } } }'],
    ["introspection", "{ __schema { queryType { name } } }"],
  ])("accepts subscriptions only, and says that others use HTTP: %s", async (_what, query) => {
    expect(await ask(query)).toEqual({
      errors: [
        {
          message: "Only subscriptions are accepted over WebSocket. Send queries and mutations over HTTP.",
          extensions: { code: "BAD_USER_INPUT" },
        },
      ],
      results: [],
    });
    expect((await pool().query("SELECT FROM customer")).rowCount).toBe(0);
  });

  it("allows 100 subscriptions over one connection, and no more", async () => {
    const client = connect({ url: url() });
    const refusal = await new Promise((resolve) => {
      for (let count = 1; count <= 101; count += 1) {
        client.subscribe({ query: follow }, { next: () => {}, complete: () => {}, error: resolve });
      }
    });
    expect(refusal).toEqual([
      { message: "A connection can have at most 100 subscriptions.", extensions: { code: "BAD_USER_INPUT" } },
    ]);
    await client.dispose();
  });

  it.each([
    ["no GraphQL", "subscription {", "GRAPHQL_PARSE_FAILED"],
    ["too many tokens", `subscription { changes { ${"id ".repeat(10_001)}} }`, "QUERY_TOO_COMPLEX"],
    ["too deep", `subscription { changes { ${"...{".repeat(3_000)} id ${"}".repeat(3_000)} } }`, "QUERY_TOO_COMPLEX"],
    ["an unknown field", "subscription { changes { colour } }", "GRAPHQL_VALIDATION_FAILED"],
    ["two fields at the root", "subscription { a: changes { id } b: changes { id } }", "GRAPHQL_VALIDATION_FAILED"],
    ["no operation", "fragment Any on Change { id }", "GRAPHQL_VALIDATION_FAILED"],
    ["several operations", `${follow} subscription Other { changes { id } }`, "OPERATION_RESOLUTION_FAILURE"],
  ])("refuses documents as HTTP does: %s", async (_what, query, code) => {
    const { errors, results } = await ask(query);
    expect({ errors, results }).toEqual({
      errors: expect.arrayContaining([expect.objectContaining({ extensions: expect.objectContaining({ code }) })]),
      results: [],
    });
    const overHttp = await server.ask(query);
    expect(overHttp.errors?.map(({ extensions }) => extensions)).toEqual(errors?.map(({ extensions }) => extensions));
  });

  it("refuses invalid values", async () => {
    const query = "subscription ($where: ChangeFilter) { changes(where: $where) { id } }";
    for (const where of [{ action: "PAINTED" }, { colour: "red" }, 7]) {
      const { errors, results } = await ask(query, { where });
      const all = [...(errors ?? []), ...results.flatMap((result) => result.errors ?? [])];
      expect(all).toEqual([expect.objectContaining({ extensions: { code: "BAD_USER_INPUT" } })]);
    }
  });

  it("is named in the error for a subscription over HTTP", async () => {
    const answer = {
      errors: [
        expect.objectContaining({
          message: expect.stringContaining("WebSocket"),
          extensions: { code: "BAD_USER_INPUT" },
        }),
      ],
    };
    expect(await server.ask(follow)).toMatchObject({ ...answer, status: 400 });
    const streaming = await server.ask(
      follow,
      {},
      { accept: "multipart/mixed; subscriptionSpec=1.0, application/json" },
    );
    // The status for application/json (docs/errors.md).
    expect(streaming).toMatchObject({ ...answer, status: 200 });
  });

  it("hides the cause of a server error, and shows a request id that is in the log", async () => {
    const subscriber = await new Subscriber({ url: url() }).begun(pool());
    server.log.length = 0;
    await pool().query("ALTER TABLE staff_user RENAME TO away");
    try {
      await givenCustomer(server);
      await subscriber.until(() => subscriber.errors.length > 0);
    } finally {
      await pool().query("ALTER TABLE away RENAME TO staff_user");
    }
    const [error] = subscriber.errors;
    expect(error).toEqual({
      message: "Something went wrong on the server. The request id finds it in the log.",
      locations: [expect.anything()],
      path: ["changes", "actor", "name"],
      extensions: { code: "INTERNAL_SERVER_ERROR", requestId: expect.any(String) },
    });
    expect(server.log.join()).toContain(String(error?.extensions?.requestId));
  });

  it("closes the connection after a message of more than 1 MiB or an invalid message", async () => {
    const closings: [string, number][] = [];
    for (const message of [
      JSON.stringify({ type: "ping", payload: { text: "x".repeat(1_048_576) } }),
      "{",
      '{"type":"paint"}',
    ]) {
      const socket = new WebSocket(webSocketUrl(), "graphql-transport-ws");
      await once(socket, "open");
      socket.send(message);
      const [code] = await once(socket, "close");
      closings.push([message.slice(0, 4), code]);
    }
    expect(closings.map(([, code]) => code)).toEqual([1009, 4400, 4400]);
  });

  const serverMessages = [
    { type: "connection_ack" },
    { type: "next", id: "1", payload: { data: null } },
    { type: "error", id: "1", payload: [{ message: "No" }] },
  ];
  it.each(serverMessages)("closes the connection after a message that only servers send: $type", async (message) => {
    for (const first of [[], [{ type: "connection_init", payload: { authorization: `Bearer ${adminKey}` } }]]) {
      const socket = new WebSocket(webSocketUrl(), "graphql-transport-ws");
      await once(socket, "open");
      for (const each of first) {
        socket.send(JSON.stringify(each));
        await once(socket, "message");
      }
      server.log.length = 0;
      socket.send(JSON.stringify(message));
      const [code, reason] = await once(socket, "close");
      expect([code, String(reason), server.log]).toEqual([4400, "Invalid message received", []]);
    }
  });

  it("ignores the end of a subscription that is not there", async () => {
    const socket = new WebSocket(webSocketUrl(), "graphql-transport-ws");
    await once(socket, "open");
    socket.send(JSON.stringify({ type: "complete", id: "1" }));
    socket.send(JSON.stringify({ type: "ping" }));
    const [data] = await once(socket, "message");
    expect(JSON.parse(String(data))).toEqual({ type: "pong" });
    socket.terminate();
  });

  it("accepts no other protocol and no other path", async () => {
    const other = new WebSocket(webSocketUrl());
    const [code] = await once(other, "close");
    expect(code).toBe(4406);

    const elsewhere = new WebSocket(webSocketUrl().replace("/graphql", "/elsewhere"), "graphql-transport-ws");
    const [error] = await once(elsewhere, "error");
    expect(error.message).toBe("Unexpected server response: 404");
  });

  it("continues when clients disconnect in the middle of a request", async () => {
    const { hostname, port } = new URL(url());
    for (const path of ["/elsewhere", "/graphql"]) {
      const socket = connectSocket(Number(port), hostname);
      await once(socket, "connect");
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${"A".repeat(22)}==\r\n\r\n`,
      );
      await once(socket, "data");
      socket.resetAndDestroy();
    }
    const subscriber = await new Subscriber({ url: url() }).begun(pool());
    expect(subscriber.changes).toEqual([]);
  });
});
