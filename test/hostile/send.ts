import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import type { HostileRequest } from "./hostile-requests.js";

/** The URL of a server, and a valid key. */
export interface Target {
  readonly url: string;
  readonly key: string;
}

/** A response. */
export interface HostileAnswer {
  readonly status: number | undefined;
  /** The code of the first error, or `data` if there is none. */
  readonly code: string;
  readonly bytes: number;
  readonly body: {
    readonly extensions?: { readonly cost?: { readonly requested: number } };
    readonly data?: unknown;
    readonly errors?: readonly { extensions?: { code?: string } }[];
  };
}

/** Sends a raw request over its own connection. */
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
  // The server can close the connection before it has read the whole request.
  sent.on("error", () => {});
  const answer = await text(response);
  const answered = JSON.parse(answer) as HostileAnswer["body"];
  const code = answered.errors?.[0]?.extensions?.code ?? "data";
  return { status: response.statusCode, code, bytes: Buffer.byteLength(answer), body: answered };
}
