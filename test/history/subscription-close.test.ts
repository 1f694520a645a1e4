import { once } from "node:events";
import { connect as connectSocket } from "node:net";
import { pino } from "pino";
import { createServer } from "../../src/server.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { useTestServer } from "../support/server.js";
import { Subscriber, stopSubscribersAfterEach } from "./subscriber.js";

stopSubscribersAfterEach();

describe("a server that closes", () => {
  const server = useTestServer();
  const pool = () => server.testDatabase.database.pool;

  /** Another instance on the same database. */
  async function listen() {
    const app = await createServer({ database: server.testDatabase.database, logger: pino({ level: "silent" }) });
    return { app, url: await app.listen({ host: "127.0.0.1", port: 0 }) };
  }

  it("closes connections with the code for going away, so that clients subscribe again at another server", async () => {
    const { app, url } = await listen();
    const { app: other, url: otherUrl } = await listen();
    const cut = await new Subscriber({ url }).begun(pool());
    const stays = await new Subscriber({ url: otherUrl }).begun(pool());
    await app.close();
    expect(await cut.ending).toEqual({ closed: { code: 1001, reason: "Going away" } });

    const { id } = await givenCustomer(server);
    await stays.caughtUp(pool());
    expect(stays.changes.map(({ subjectId }) => subjectId)).toEqual([id]);
    await other.close();
    expect(await stays.ending).toMatchObject({ closed: { code: 1001 } });
  });

  it("does not wait for a client that sends nothing", async () => {
    const { app, url } = await listen();
    const { hostname, port } = new URL(url);
    const silent = [connectSocket(Number(port), hostname), connectSocket(Number(port), hostname)] as const;
    for (const [index, path] of ["/graphql", "/elsewhere"].entries()) {
      const socket = silent[index] as (typeof silent)[number];
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\nSec-WebSocket-Key: ${"A".repeat(22)}==\r\n\r\n`,
      );
      await once(socket, "data");
    }
    await app.close();
    for (const socket of silent) socket.destroy();
  });
});
