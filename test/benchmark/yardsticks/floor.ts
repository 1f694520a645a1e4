/** The floor: the time of these responses without GraphQL, with `node:http` and `pg` only. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { OperationName } from "../documents.js";
import { createAnswers } from "./floor-answers.js";
import { createPool } from "./pool.js";

const pool = createPool();
const plainAnswers = createAnswers(pool, false);
const answersWithTypenames = createAnswers(pool, true);

/** Returns the name of the operation in a document. */
function nameOf(query: string): string | undefined {
  return /^(?:query|mutation) (\w+)/.exec(query)?.[1];
}

async function answer(text: string, response: ServerResponse): Promise<void> {
  const { query, operationName = nameOf(query), variables } = JSON.parse(text);
  const answers = query.includes("__typename") ? answersWithTypenames : plainAnswers;
  const body = `{"data":${await answers[operationName as OperationName](variables)}}`;
  response.writeHead(200, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}

const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  let text = "";
  request.setEncoding("utf8");
  request.on("data", (chunk: string) => {
    text += chunk;
  });
  request.on("end", () => {
    answer(text, response).catch((error: Error) => response.writeHead(500).end(String(error.stack)));
  });
});

server.listen(0, "127.0.0.1", () =>
  console.log(`Floor at http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`),
);
process.once("SIGTERM", () => {
  server.close(() => pool.end());
  server.closeAllConnections();
});
