import type { ApolloClient } from "@apollo/client";

/** Reads the data of the page again. Does not throw: a part of the page that cannot be read keeps what it shows, or shows the error. */
export async function refetchActive(client: ApolloClient): Promise<void> {
  await Promise.allSettled(client.refetchQueries({ include: "active" }).results);
}
