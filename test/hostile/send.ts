import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import type { HostileRequest } from "./hostile-requests.js";

/** Where a server listens, and a key that it lets in. */
export interface Target {
  readonly url: string;
  readonly key: string;
}

/** What came back. */
export interface HostileAnswer {
  readonly status: number | undefined;
  /** The code of the first error; `data` where there is none. */
  readonly code: string;
  readonly bytes: number;
  readonly body: {
    readonly extensions?: { readonly cost?: { readonly requested: number } };
    readonly data?: unknown;
    readonly errors?: readonly { extensions?: { code?: string } }[];
  };
}

/** Sends a request as it is, over a connection of its own. */
export async function send(
  { url, key }: Target,
  hostile: Pick<HostileRequest, "method" | "path" | "headers" | "body">,
): Promise<HostileAnswer> {
  const { method = "POST", path = "/graphql", headers, body = "" } = hostile;
  const sent = request(new URL(path, url), {
    method,
    agent: false,
    headers: {
      authorization: `Bearer ${key}`,
      ...(method !== "GET" && { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
      ...headers,
    },
  });
  const arrived = once(sent, "response") as Promise<[IncomingMessage]>;
  sent.end(method === "GET" ? undefined : body);
  const [response] = await arrived;
  // A server that has read enough may close the connection while the rest is on its way.
  sent.on("error", () => {});
  const answer = await text(response);
  const answered = JSON.parse(answer) as HostileAnswer["body"];
  const code = answered.errors?.[0]?.extensions?.code ?? "data";
  return { status: response.statusCode, code, bytes: Buffer.byteLength(answer), body: answered };
}
