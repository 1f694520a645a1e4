import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { type OtherServer, useTestServer } from "../support/server.js";

describe("a slow client", () => {
  const server = useTestServer();
  let other: OtherServer;
  beforeAll(async () => {
    other = await server.another({ maxReceiveMs: 1_500 });
    await other.app.listen({ host: "127.0.0.1", port: 0 });
  });

  async function connected() {
    const { port } = other.app.server.address() as AddressInfo;
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    return socket;
  }

  // Sending single characters does not extend the time.
  it.each([
    ["in the headers", "POST /graphql HTTP/1.1\r\nHost: a\r\nX-Slow: ", " "],
    [
      "in the body",
      'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"query"',
      " ",
    ],
    [
      "in a body of pieces",
      'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{"query"\r\n',
      "1\r\n \r\n",
    ],
  ])("gets an error and is disconnected: %s", async (_where, beginning, drip) => {
    const socket = await connected();
    const answer = text(socket);
    socket.write(beginning);
    const dripping = setInterval(() => socket.writable && socket.write(drip), 50);
    const answered = await answer;
    clearInterval(dripping);
    const [head = "", body = ""] = answered.split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 408 /);
    expect(JSON.parse(body)).toEqual({
      errors: [{ message: "The request took too long to arrive.", extensions: { code: "BAD_REQUEST" } }],
    });
    expect(await other.as(null).ask("{ __typename }")).toMatchObject({ status: 200 });
  });

  it("gets an error when it does not send HTTP", async () => {
    const socket = await connected();
    const answer = text(socket);
    socket.write("\u0016\u0003\u0001 this is TLS, or so\r\n\r\n");
    const [head = "", body = ""] = (await answer).split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: "BAD_REQUEST" } }] });
  });
});
