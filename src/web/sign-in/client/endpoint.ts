const root = document.getElementById("root");

/**
 * The address of the GraphQL endpoint. The server writes it into the page, relative to the address of the page, so that it also works
 * behind a proxy that adds a path. It is computed at once, because an app changes its address.
 */
export const endpoint = new URL(root?.dataset.endpoint ?? "graphql", location.href);

/** The address of the endpoint for subscriptions. */
export function webSocketEndpoint(): string {
  const address = new URL(endpoint);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}
