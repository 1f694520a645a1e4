import { sendOperation } from "./send-operation.js";

/** The caller of a credential, as the server returns it. */
export interface Viewer {
  type: string;
  scopes: string[];
  user: { email: string } | null;
  customer: { email: string | null } | null;
  apiKey: { title: string } | null;
}

/**
 * Reads the caller of a credential.
 * @throws RequestError, with the code UNAUTHENTICATED if the credential is not valid.
 */
export async function fetchViewer(credential: string): Promise<Viewer> {
  const query = "query Viewer { viewer { type scopes user { email } customer { email } apiKey { title } } }";
  return (await sendOperation<{ viewer: Viewer }>({ query, credential })).viewer;
}

/** Returns the name of a viewer in the bar. */
export function nameOf({ user, customer, apiKey }: Viewer): string {
  if (user) return `${user.email} (staff)`;
  if (customer) return `${customer.email ?? "a customer without email"} (customer)`;
  return `${apiKey?.title} (API key)`;
}
