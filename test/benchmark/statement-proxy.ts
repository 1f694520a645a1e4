import { once } from "node:events";
import { type AddressInfo, createConnection, createServer, type Socket } from "node:net";

/** A proxy between a server and PostgreSQL that counts statements. */
export interface StatementProxy {
  readonly databaseUrl: string;
  /** The number of statements so far. */
  readonly statements: number;
  close(): Promise<void>;
}

const defaultPort = 5432;

export async function startStatementProxy(databaseUrl: string): Promise<StatementProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let statements = 0;
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = createConnection({
      host: target.hostname,
      port: Number(target.port) || defaultPort,
      noDelay: true,
    });
    const count = statementCounter(() => {
      statements += 1;
    });
    client.on("data", count);
    client.pipe(upstream).pipe(client);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return {
    databaseUrl: url.href,
    get statements() {
      return statements;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

const execute = "E".charCodeAt(0);
const query = "Q".charCodeAt(0);

/**
 * Reads the messages of a client: a type of one byte, except for the first one, and a length of four bytes that counts itself.
 * Execute and Query run a statement.
 */
function statementCounter(onStatement: () => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  let typeBytes = 0;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= typeBytes + 4) {
      const end = typeBytes + rest.readInt32BE(typeBytes);
      if (rest.length < end) return;
      if (typeBytes === 1 && (rest[0] === execute || rest[0] === query)) onStatement();
      rest = rest.subarray(end);
      typeBytes = 1;
    }
  };
}
