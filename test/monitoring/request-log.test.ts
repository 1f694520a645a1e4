import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout } from "node:timers/promises";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { askOverWebSocket, Subscriber, stopSubscribersAfterEach } from "../history/subscriber.js";
import { useAddress } from "../history/subscription.steps.js";
import { useTestServer } from "../support/server.js";

stopSubscribersAfterEach();

describe("the line about a request in the log", () => {
  const server = useTestServer();
  const url = useAddress(server);
  beforeEach(() => void server.requestLog.splice(0));

  /** The lines so far, without fields that are the same or different in all lines. */
  function lines(): Record<string, unknown>[] {
    return server.requestLog.map((line) => {
      const { level, time, pid, hostname, msg, requestId, durationMs, ...known } = JSON.parse(line);
      expect({ level, requestId }).toEqual({ level: 30, requestId: expect.stringMatching(/^[0-9A-Z]{26}$/) });
      expect(durationMs === undefined).toBe(known.status === undefined);
      return known;
    });
  }

  async function linesWhenThereAre(count: number): Promise<Record<string, unknown>[]> {
    while (server.requestLog.length < count) await setTimeout(10);
    return lines();
  }

  it("contains caller, operation and result, the same for responses of Apollo Server and of the operation cache", async () => {
    const { id, secret } = await givenApiKey(server, ["CUSTOMERS_READ"]);
    server.requestLog.splice(0);
    const query = "query A { __typename } query FirstCustomers($n: Int) { customers(first: $n) { totalCount } }";
    for (let use = 1; use <= 4; use += 1) {
      const payload = { query, operationName: "FirstCustomers", variables: { n: 3 } };
      const headers = { authorization: `Bearer ${secret}` };
      await server.app.inject({ method: "POST", url: "/graphql", headers, payload });
    }
    const line = {
      caller: { type: "API_KEY", id },
      operationType: "query",
      operationName: "FirstCustomers",
      cost: expect.any(Number),
      status: 200,
    };
    expect(lines()).toEqual([line, line, line, line]);
  });

  it.each([
    ["GRAPHQL_PARSE_FAILED", "{", { status: 400 }],
    ["GRAPHQL_VALIDATION_FAILED", "query Wrong { nothing }", { status: 400 }],
    [
      "QUERY_TOO_COMPLEX",
      `{ ${Array.from({ length: 200 }, (_, n) => `a${n}: __typename`).join(" ")} }`,
      { status: 400 },
    ],
    ["BAD_USER_INPUT", "query Many { customers(first: 500) { totalCount } }", { status: 400, operationName: "Many" }],
  ])("contains the codes of errors: %s", async (code, query, expected) => {
    for (let use = 1; use <= 3; use += 1) await server.ask(query);
    for (const line of lines()) expect(line).toMatchObject({ ...expected, codes: [code] });
    expect(lines()).toHaveLength(3);
  });

  it("contains the caller of a refused request if they are known", async () => {
    const { id, secret } = await givenApiKey(server, ["ORDERS_READ"]);
    server.requestLog.splice(0);
    await server.as(secret).ask("{ customers { totalCount } }");
    await server.as("sk_wrong").ask("{ customers { totalCount } }");
    expect(lines()).toEqual([
      { caller: { type: "API_KEY", id }, operationType: "query", codes: ["FORBIDDEN"], status: 403 },
      { operationType: "query", codes: ["UNAUTHENTICATED"], status: 401 },
    ]);
  });

  it("contains no value and no part of the document except the operation name, up to 100 characters", async () => {
    const create = `mutation Create${"e".repeat(200)}($input: CustomerCreateInput!) {
      customerCreate(input: $input) { customer { id } userErrors { code } }
      login(email: "hidden@example.com", password: "hidden word") { token }
    }`;
    for (let use = 1; use <= 3; use += 1) {
      await server.ask(create, { input: { email: "hidden@example.com", firstName: "Hidden" } });
      await server.ask(create, { input: { email: { hidden: 1 } } });
      await server.ask("{ customer(id: hidden) { id } }", {}, { "x-hidden": "hidden" });
      await server.app.inject({ method: "GET", url: "/graphql?query={hidden}&operationName=hidden" });
    }
    expect(server.requestLog.join()).not.toMatch(/hidden/i);
    expect(lines()).toHaveLength(12);
    expect(lines()[0]?.operationName).toBe(`Create${"e".repeat(94)}`);
    expect(lines().every((line) => !("query" in line) && !("variables" in line))).toBe(true);
  });

  it("is written for requests that are not GraphQL, and not for pages and health checks", async () => {
    const headers = { "content-type": "application/json" };
    await server.app.inject({ method: "POST", url: "/graphql", headers, payload: '{"query": hidden' });
    await server.app.inject({ url: "/graphql", headers: { accept: "text/html" } });
    await server.app.inject({ url: "/healthz" });
    await server.app.inject({ url: "/nowhere" });
    expect(lines()).toEqual([{ status: 400, codes: ["BAD_REQUEST"] }]);
  });

  it("shows that the client closed the connection before the response", async () => {
    const socket = connect(Number(new URL(url()).port), "127.0.0.1");
    await once(socket, "connect");
    // The body is never sent.
    socket.write("POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{");
    await once(server.app.server, "request");
    socket.destroy();
    expect(await linesWhenThereAre(1)).toEqual([{ status: "aborted" }]);
  });

  it("is written when a subscription begins, or is refused", async () => {
    new Subscriber({ url: url() });
    expect(await linesWhenThereAre(1)).toEqual([
      {
        caller: { type: "API_KEY", id: "apk_root" },
        operationType: "subscription",
        operationName: "FollowChanges",
        cost: expect.any(Number),
      },
    ]);
    await askOverWebSocket({ url: url() }, "subscription Wrong { nothing }");
    await askOverWebSocket({ url: url() }, "query NotHere { __typename }");
    const [wrong, notHere] = (await linesWhenThereAre(3)).slice(-2);
    expect([wrong, notHere]).toEqual([
      { codes: ["GRAPHQL_VALIDATION_FAILED"] },
      { operationType: "query", operationName: "NotHere", codes: ["BAD_USER_INPUT"] },
    ]);
  });
});
