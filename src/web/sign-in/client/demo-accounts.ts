import { endpoint } from "./endpoint.js";
import { type AccountKind, logIn } from "./log-in.js";
import { RequestError, unreachable } from "./request-error.js";

const kinds: readonly AccountKind[] = ["staff", "customer"];

/** Returns the demo accounts that the page offers. The server writes them into the page. */
export function offeredDemoAccounts(): AccountKind[] {
  const offered = document.getElementById("root")?.dataset.demoAccounts?.split(" ") ?? [];
  return kinds.filter((kind) => offered.includes(kind));
}

/**
 * Logs in with a demo account.
 * @returns the token.
 * @throws RequestError
 */
export async function logInAsDemo(kind: AccountKind): Promise<string> {
  const { email, password } = await fetchDemoAccount(kind);
  return logIn(kind, email, password);
}

async function fetchDemoAccount(kind: AccountKind): Promise<{ email: string; password: string }> {
  const response = await fetch(`${endpoint.pathname}/demo-accounts/${kind}`, { method: "POST" }).catch((error) => {
    // fetch throws a TypeError when the network fails.
    throw error instanceof TypeError ? unreachable() : error;
  });
  if (response.ok) return response.json();
  if (response.status === 404) {
    throw new RequestError("The server no longer offers this demo account.");
  }
  throw new RequestError(`The server could not return the demo account (status ${response.status}). Try again.`);
}
