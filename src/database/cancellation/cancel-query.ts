import { once } from "node:events";
import pg from "pg";

/** How long a server may take to hear of a cancellation, and then to end the statement. */
const stopWithinMs = 2_000;

/** What pg knows of a connection and its types leave out. */
interface ServerSession {
  readonly host: string;
  readonly port: number;
  readonly ssl: boolean | object;
  readonly processID: number;
  readonly secretKey: number;
  readonly connection: pg.Connection;
}

interface CancelConnection extends pg.Connection {
  connect(portOrPath: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processId: number, secretKey: number): void;
}

/**
 * Has the server cancel what it does on a connection, by the protocol's CancelRequest, which needs no free connection and
 * finds its way through a connection pooler. A connection whose statement goes on is cut: the server, or the way to it, hangs.
 *
 * @param ended settles when nothing is under way any more. When the returned promise does, the server has heard of the
 * cancellation: it can no longer hit a later statement.
 */
export async function cancelQuery(client: pg.PoolClient, ended: Promise<void>): Promise<void> {
  const tooLate = AbortSignal.timeout(stopWithinMs);
  const isTooLate = once(tooLate, "abort");
  try {
    await requestCancel(client as unknown as ServerSession, tooLate);
    await Promise.race([ended, isTooLate]);
    if (!tooLate.aborted) return;
  } catch {
    // Whatever kept the request from getting there, the connection is of no use.
  }
  // Ending it in an orderly way would wait for the statements under way.
  (client as unknown as ServerSession).connection.stream.destroy();
}

/** Settles when the server has done what it was asked: it closes the connection then. */
async function requestCancel(session: ServerSession, signal: AbortSignal): Promise<void> {
  const { host, port, ssl, processID, secretKey } = session;
  const connection = new pg.Connection({ ssl: ssl as boolean }) as CancelConnection;
  connection.on("error", () => {});
  const cut = () => connection.stream.destroy(new Error("The server does not take a request to cancel."));
  signal.addEventListener("abort", cut);
  connection.once("connect", () => (ssl ? connection.requestSsl() : connection.cancel(processID, secretKey)));
  connection.once("sslconnect", () => connection.cancel(processID, secretKey));
  try {
    // Fails with what breaks the connection.
    const end = once(connection, "end");
    if (host.startsWith("/")) connection.connect(`${host}/.s.PGSQL.${port}`);
    else connection.connect(port, host);
    await end;
  } finally {
    signal.removeEventListener("abort", cut);
  }
}
