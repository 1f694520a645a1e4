import { sendOperation } from "./send-operation.js";

/** Whom the server takes the holder of a credential for. */
export interface Viewer {
  type: string;
  scopes: string[];
  user: { email: string } | null;
  customer: { email: string | null } | null;
  apiKey: { title: string } | null;
}

/**
 * Asks whose a credential is.
 * @throws RequestError, with the code UNAUTHENTICATED when it is nobody's.
 */
export async function fetchViewer(credential: string): Promise<Viewer> {
  const query = "query Viewer { viewer { type scopes user { email } customer { email } apiKey { title } } }";
  return (await sendOperation<{ viewer: Viewer }>({ query, credential })).viewer;
}

/** A viewer as the bar names them. */
export function nameOf({ user, customer, apiKey }: Viewer): string {
  if (user) return `${user.email} (staff)`;
  if (customer) return `${customer.email ?? "a customer without email"} (customer)`;
  return `${apiKey?.title} (API key)`;
}
