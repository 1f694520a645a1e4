import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { useAddress } from "../history/subscription.steps.js";
import { useTestServer } from "../support/server.js";

const upgrade = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n";
const body = '{"query":"{ __typename }"}';
const chunks = `5\r\n${body.slice(0, 5)}\r\n${(body.length - 5).toString(16)}\r\n${body.slice(5)}\r\n0\r\n\r\n`;
const post = (headers: string, payload: string) =>
  `POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${headers}\r\n${payload}`;
const withLength = `Content-Length: ${body.length}\r\n`;
const get = (path: string, headers = "") => `GET ${path} HTTP/1.1\r\nHost: a\r\n${headers}\r\n`;
const asking = (protocol: string) => `Connection: Upgrade\r\nUpgrade: ${protocol}\r\n`;
const webSocketKey = `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${"A".repeat(22)}==\r\n`;
const typename = { status: 200, body: { data: { __typename: "Query" } } };
const healthy = { status: 200, body: { status: "ok" } };
const java = spawnSync("java", ["-version"]).error === undefined;

describe("a request that asks for another protocol", () => {
  const server = useTestServer();
  const url = useAddress(server);
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  /** A connection and the responses on it so far. */
  async function connected() {
    const socket = connect((server.app.server.address() as AddressInfo).port, "127.0.0.1");
    sockets.push(socket);
    let text = "";
    socket.setEncoding("utf8").on("data", (part) => {
      text += part;
    });
    await once(socket, "connect");
    const answers = () =>
      text.split(/(?=HTTP\/1\.1 \d)/).flatMap((answer) => {
        const [head = "", answered = ""] = answer.split("\r\n\r\n");
        const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
        if (head === "" || answered.length < length) return [];
        const { extensions: _, ...rest } = JSON.parse(answered);
        return [{ status: Number(head.split(" ")[1]), body: rest }];
      });
    return {
      socket,
      head: () => text.split("\r\n\r\n")[0],
      read: async (count: number) => {
        while (answers().length < count) {
          if (socket.closed) throw new Error(`The connection was closed after: ${text}`);
          await setTimeout(5);
        }
        return answers();
      },
    };
  }

  it.each([
    ["a query with its length", post(upgrade + withLength, body), typename],
    ["a query in chunks", post(`${upgrade}Transfer-Encoding: chunked\r\n`, chunks), typename],
    ["a health check", get("/healthz", upgrade), healthy],
    ["a health check, for TLS", get("/healthz", "Connection: upgrade\r\nUpgrade: TLS/1.3\r\n"), healthy],
    ["an unknown path", get("/nothing", upgrade), { status: 404 }],
    ["a health check, for WebSocket among others", get("/healthz", asking("websocket, h2c")), healthy],
    ["a health check with an empty Upgrade header", get("/healthz", asking("")), healthy],
    ["an operation, for WebSocket by POST", post(asking("websocket") + webSocketKey + withLength, body), typename],
  ])("is answered in HTTP/1.1, and its connection stays open: %s", async (_what, request, expected) => {
    const { socket, read } = await connected();
    socket.write(request);
    expect(await read(1)).toMatchObject([expected]);
    socket.write(post(withLength, body));
    expect(await read(2)).toMatchObject([expected, typename]);
  });

  it("is answered in the order of pipelined requests", async () => {
    const { socket, read } = await connected();
    socket.write(
      post(withLength, body) + post(upgrade + withLength, body) + get("/healthz", upgrade) + get("/healthz"),
    );
    expect(await read(4)).toMatchObject([typename, typename, healthy, healthy]);
  });

  it("may send its body later, in pieces", async () => {
    const { socket, read } = await connected();
    for (const part of [post(upgrade + withLength, ""), body.slice(0, 5), body.slice(5)]) {
      socket.write(part);
      await setTimeout(50);
    }
    expect(await read(1)).toMatchObject([typename]);
  });

  it.each(["WebSocket", "WEBSOCKET"])("opens a WebSocket, also in other letters: %s", async (protocol) => {
    const { socket, head } = await connected();
    socket.write(get("/graphql", asking(protocol) + webSocketKey));
    await once(socket, "data");
    expect(head()).toMatch(/^HTTP\/1\.1 101 /);
  });

  it("keeps the bytes of its headers, also those that are not ASCII", async () => {
    const { socket, read } = await connected();
    const received = once(server.app.server, "request");
    socket.write(Buffer.from(get("/healthz", `${upgrade}X-Name: Jos\xe9\r\n`), "latin1"));
    expect(await read(1)).toMatchObject([healthy]);
    const [{ headers }] = await received;
    expect(headers["x-name"]).toBe("Jos\xe9");
  });

  it("may come a hundred times over a connection without leaving listeners on it", async () => {
    const { socket, read } = await connected();
    const warnings: Error[] = [];
    const warn = (warning: Error) => void warnings.push(warning);
    process.on("warning", warn);
    for (let count = 1; count <= 100; count += 1) {
      socket.write(post(upgrade + withLength, body));
      expect(await read(count)).toHaveLength(count);
    }
    await setTimeout(1);
    process.off("warning", warn);
    expect(warnings).toEqual([]);
  });

  it("may be aborted by its client", async () => {
    const { socket, read } = await connected();
    socket.write(post(withLength, body) + post(upgrade + withLength, body.slice(0, 5)));
    await read(1);
    socket.resetAndDestroy();
    expect(await server.ask("{ __typename }")).toMatchObject({ status: 200 });
  });

  it("is answered in HTTP/1.0, which has no WebSocket", async () => {
    const { socket, read } = await connected();
    socket.write(get("/healthz", asking("websocket") + webSocketKey).replace("HTTP/1.1", "HTTP/1.0"));
    expect(await read(1)).toMatchObject([healthy]);
  });

  it.each([
    ["on another path than the endpoint", "/healthz", webSocketKey, 404],
    ["without a key", "/graphql", "", 400],
    ["of another version", "/graphql", webSocketKey.replace("13", "7"), 400],
    ["with a protocol that has no name", "/graphql", `${webSocketKey}Sec-WebSocket-Protocol: ,\r\n`, 400],
  ])("is refused with a GraphQL error if it asks for WebSocket %s", async (_where, path, headers, status) => {
    const { socket, read, head } = await connected();
    socket.write(get(path, asking("websocket") + headers));
    expect(await read(1)).toMatchObject([{ status, body: { errors: [{ extensions: { code: "BAD_REQUEST" } }] } }]);
    expect(head()).toMatch(/^x-content-type-options: nosniff\r$/m);
    expect(head()).toMatch(/^sec-websocket-version: 13\r$/m);
    if (!socket.closed) await once(socket, "close");
  });

  (java ? it : it.skip)(
    `is answered when Java's HTTP client sends it${java ? "" : " (skipped: needs java)"}`,
    async () => {
      const { stdout } = await promisify(execFile)("java", [path.join(import.meta.dirname, "JavaClient.java"), url()]);
      const lines = stdout.trim().split("\n");
      expect(lines).toHaveLength(4);
      for (const [index, line] of lines.entries()) {
        if (index % 2 === 0) expect(line).toBe("200");
        else expect(JSON.parse(line)).toMatchObject({ data: { __typename: "Query" } });
      }
    },
  );
});
