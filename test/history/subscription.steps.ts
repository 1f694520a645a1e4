import type { AddressInfo } from "node:net";
import type { ReadAllChangesQuery } from "../support/generated/graphql.js";
import type { TestServer } from "../support/server.js";
import { readAllChanges } from "./subscription.operations.js";

/** Makes the server listen and returns its URL. */
export function useAddress(server: TestServer): () => string {
  beforeAll(() => server.app.listen({ host: "127.0.0.1", port: 0 }));
  return () => `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
}

/** Reads all changes by the query, without the creation of the root key and the writes of subscribers. */
export async function allChanges(server: TestServer, where: object = {}) {
  const nodes: ReadAllChangesQuery["changes"]["nodes"] = [];
  let after: string | null | undefined = null;
  do {
    const { changes }: ReadAllChangesQuery = await server.run(readAllChanges, { where, after });
    nodes.push(...changes.nodes);
    after = changes.pageInfo.hasNextPage ? changes.pageInfo.endCursor : null;
  } while (after);
  return nodes.filter(({ subjectId, requestId }) => subjectId !== "apk_root" && !requestId?.startsWith("probe-"));
}
