import { once } from "node:events";
import { createConnection, type Socket } from "node:net";

/** A response. */
export interface Response {
  readonly status: number;
  readonly body: Buffer;
}

/**
 * A keep-alive connection with one request at a time. It implements only the parts of HTTP that these servers use, because
 * it shares the CPU time with them.
 */
export class HttpConnection {
  readonly #socket: Socket;
  readonly #head: string;
  #received: Buffer = Buffer.alloc(0);
  #waiting: { resolve(response: Response): void; reject(error: Error): void } | undefined;

  private constructor(socket: Socket, url: URL, apiKey: string, headers: string) {
    this.#socket = socket;
    this.#head =
      `POST ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\ncontent-type: application/json\r\n` +
      `authorization: Bearer ${apiKey}\r\n${headers}content-length: `;
    const fail = (error: Error) => {
      this.#waiting?.reject(error);
      this.#waiting = undefined;
    };
    socket.on("data", (chunk) => {
      try {
        this.#read(chunk);
      } catch (error) {
        fail(error as Error);
      }
    });
    socket.on("error", fail);
    socket.on("close", () => fail(new Error("The server closed the connection.")));
  }

  /** @param headers are sent with each request, each with its end of line. */
  static async open(url: string, apiKey: string, headers = ""): Promise<HttpConnection> {
    const address = new URL(url);
    const socket = createConnection({ host: address.hostname, port: Number(address.port), noDelay: true });
    await once(socket, "connect");
    return new HttpConnection(socket, address, apiKey, headers);
  }

  /** @param headers are added to the usual ones, each with its end of line. */
  send(body: string, headers = ""): Promise<Response> {
    if (this.#socket.destroyed) return Promise.reject(new Error("The server closed the connection."));
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(`${this.#head}${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`);
    });
  }

  /** The data of the answer. @throws when there are errors. */
  // biome-ignore lint/suspicious/noExplicitAny: the type depends on the query
  async ask(body: string): Promise<any> {
    const { status, body: answer } = await this.send(body);
    const { data, errors } = JSON.parse(answer.toString());
    if (status !== 200 || errors !== undefined) throw new Error(`Expected data, got status ${status} and ${answer}`);
    return data;
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const headEnd = this.#received.indexOf("\r\n\r\n");
    if (headEnd === -1) return;
    const head = this.#received.toString("latin1", 0, headEnd);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length === undefined) throw new Error(`Expected a content-length, got ${head}`);
    const end = headEnd + 4 + Number(length);
    if (this.#received.length < end) return;
    const response = { status: Number(head.slice(9, 12)), body: this.#received.subarray(headEnd + 4, end) };
    this.#received = this.#received.subarray(end);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(response);
  }
}
