import { signInOperations } from "../sign-in-operations.js";
import { sendOperation } from "./send-operation.js";

/** The caller of a credential, as the server returns it. */
export interface Viewer {
  type: string;
  scopes: string[];
  user: { id: string; email: string; firstName: string | null; lastName: string | null } | null;
  customer: { id: string; email: string | null } | null;
  apiKey: { id: string; title: string } | null;
}

/**
 * Reads the caller of a credential.
 * @throws RequestError, with the code UNAUTHENTICATED if the credential is not valid.
 */
export async function fetchViewer(credential: string): Promise<Viewer> {
  return (await sendOperation<{ viewer: Viewer }>({ query: signInOperations.viewer, credential })).viewer;
}

/** Returns the name of a viewer, with the kind of access. */
export function nameOf({ user, customer, apiKey }: Viewer): string {
  if (user) return `${user.email} (staff)`;
  if (customer) return `${customer.email ?? "a customer without email"} (customer)`;
  return `${apiKey?.title} (API key)`;
}
