import { once } from "node:events";
import { type AddressInfo, createConnection, createServer, type Socket } from "node:net";

/** A proxy between a server and PostgreSQL that can break connections. */
export class DatabaseProxy {
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((client) => this.#connect(client));
  readonly #target: URL;
  #state: "open" | "cut" | "hung" = "open";

  private constructor(databaseUrl: string) {
    this.#target = new URL(databaseUrl);
  }

  static async start(databaseUrl: string): Promise<DatabaseProxy> {
    const proxy = new DatabaseProxy(databaseUrl);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  /** The URL of the database through the proxy. */
  get url(): string {
    const url = new URL(this.#target);
    url.host = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return url.href;
  }

  /** Breaks all connections and each new one. */
  cut(): void {
    this.#state = "cut";
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Stops forwarding data without closing connections. New connections are accepted and get no data. */
  hang(): void {
    this.#state = "hung";
    for (const socket of this.#sockets) socket.unpipe().pause();
  }

  /** Forwards new connections again. */
  restore(): void {
    this.#state = "open";
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, "close");
  }

  #connect(client: Socket): void {
    this.#track(client);
    if (this.#state === "cut") client.destroy();
    if (this.#state !== "open") return;
    const upstream = createConnection({ host: this.#target.hostname, port: Number(this.#target.port) || 5432 });
    this.#track(upstream);
    client.pipe(upstream).pipe(client);
    client.once("close", () => upstream.destroy());
    upstream.once("close", () => client.destroy());
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => {}).once("close", () => this.#sockets.delete(socket));
  }
}
