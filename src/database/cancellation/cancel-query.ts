import { once } from "node:events";
import pg from "pg";

/** Time limit for the cancel request and for the end of the statement after it. */
const cancelTimeoutMs = 2_000;

/** Properties of a pg client that its types omit. */
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
 * Cancels the running statement of a connection with a CancelRequest of the PostgreSQL protocol. It needs no free connection
 * and works through a connection pooler. If the statement does not end in time, the server or the network hangs, so the
 * connection is closed.
 *
 * @param ended settles when no statement of the request runs on the connection any more. When the returned promise settles,
 * the server has processed the request, so it cannot cancel a later statement.
 */
export async function cancelQuery(client: pg.PoolClient, ended: Promise<void>): Promise<void> {
  const timeout = AbortSignal.timeout(cancelTimeoutMs);
  const timedOut = once(timeout, "abort");
  try {
    await requestCancel(client as unknown as ServerSession, timeout);
    await Promise.race([ended, timedOut]);
    if (!timeout.aborted) return;
  } catch {
    // The request did not reach the server. The connection below is closed.
  }
  // A regular end would wait for the running statements.
  (client as unknown as ServerSession).connection.stream.destroy();
}

/** Sends the cancel request. Settles when the server has processed it, which is when the server closes the connection. */
async function requestCancel(session: ServerSession, signal: AbortSignal): Promise<void> {
  const { host, port, ssl, processID, secretKey } = session;
  const connection = new pg.Connection({ ssl: ssl as boolean }) as CancelConnection;
  connection.on("error", () => {});
  const abort = () => connection.stream.destroy(new Error("The server does not answer the cancel request."));
  signal.addEventListener("abort", abort);
  connection.once("connect", () => (ssl ? connection.requestSsl() : connection.cancel(processID, secretKey)));
  connection.once("sslconnect", () => connection.cancel(processID, secretKey));
  try {
    // Rejects if the connection breaks.
    const end = once(connection, "end");
    if (host.startsWith("/")) connection.connect(`${host}/.s.PGSQL.${port}`);
    else connection.connect(port, host);
    await end;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
