import { createHash } from "node:crypto";
import { adminKey, type OtherServer } from "../../support/server.js";

/** Helpers that send persisted queries to a server. */
export function persistedQuerySteps(server: Pick<OtherServer, "app">) {
  const hashOf = (query: string) => createHash("sha256").update(query).digest("hex");

  /** Sends the parameters of a request in its body or its URL. The other options are headers. */
  async function send(
    parameters: object,
    { method = "POST", ...headers }: { method?: "GET" | "POST"; [header: string]: string } = {},
  ) {
    const search = Object.entries(parameters).flatMap(([name, value]): [string, string][] => {
      if (value === undefined || value === null) return [];
      return [[name, typeof value === "string" ? value : JSON.stringify(value)]];
    });
    const response = await server.app.inject({
      method,
      url: method === "GET" ? `/graphql?${new URLSearchParams(search)}` : "/graphql",
      headers: { authorization: `Bearer ${adminKey}`, ...headers },
      ...(method === "POST" && { payload: parameters }),
    });
    const { date: _, "x-request-id": __, ...others } = response.headers;
    return { status: response.statusCode, headers: others, body: response.json() };
  }

  return {
    send,
    hashOf,
    extensionsFor: (query: string) => ({ persistedQuery: { version: 1, sha256Hash: hashOf(query) } }),
  };
}
