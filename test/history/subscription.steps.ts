import type { AddressInfo } from "node:net";
import type { ReadAllChangesQuery } from "../support/generated/graphql.js";
import type { TestServer } from "../support/server.js";
import { readAllChanges } from "./subscription.operations.js";

/** Lets the server listen, and gives its address. */
export function useAddress(server: TestServer): () => string {
  beforeAll(() => server.app.listen({ host: "127.0.0.1", port: 0 }));
  return () => `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
}

/** All changes as the query gives them, without the root key's making and those that subscribers write. */
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
