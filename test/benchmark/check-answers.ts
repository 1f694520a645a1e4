import { isDeepStrictEqual } from "node:util";
import { HttpConnection } from "./http-connection.js";
import { checkResponse } from "./load.js";
import type { RunningServer } from "./servers.js";

/** @throws if the servers give different responses to the same requests, except for new ids and timestamps. */
export async function checkAnswers(
  servers: readonly RunningServer[],
  bodies: readonly string[],
  { headers, ownIds }: { headers: string | undefined; ownIds: boolean },
): Promise<void> {
  const connections = await Promise.all(servers.map(({ url, apiKey }) => HttpConnection.open(url, apiKey, headers)));
  try {
    for (const body of bodies) {
      const answers = await Promise.all(
        connections.map(async (connection) => {
          const response = await connection.send(body);
          checkResponse(response, body);
          return JSON.parse(response.body.toString(), (key, value) =>
            ownIds && (key === "id" || key === "createdAt") ? typeof value : value,
          );
        }),
      );
      for (const [index, answer] of answers.entries()) {
        if (isDeepStrictEqual(answer.data, answers[0].data)) continue;
        throw new Error(
          `The ${servers[0]?.name} and the ${servers[index]?.name} differ in the answer to ${body}\n` +
            `${JSON.stringify(answers[0]).slice(0, 3000)}\n${JSON.stringify(answer).slice(0, 3000)}`,
        );
      }
    }
  } finally {
    for (const connection of connections) connection.close();
  }
}
