import { endpoint } from "../../sign-in/client/endpoint.js";

/** The request of a tab. */
export interface TabRequest {
  readonly query: string;
  readonly variables: Record<string, unknown> | undefined;
  readonly operationName: string | undefined;
  /** The headers that the user typed. */
  readonly headers: Record<string, unknown> | undefined;
}

/**
 * Returns a command for a POSIX shell that sends the request. It reads the credential from the variable `TOKEN`, because commands are
 * shared and stay in the history of the shell.
 */
export function curlCommand({ query, variables, operationName, headers }: TabRequest, isAnonymous: boolean): string {
  const body = JSON.stringify({ query, variables, operationName });
  const typed = Object.entries(headers ?? {}).filter(([name]) => name.toLowerCase() !== "authorization");
  const hasCredential = !isAnonymous || typed.length < Object.keys(headers ?? {}).length;
  return [
    `curl ${quote(endpoint.href)}`,
    "-H 'Content-Type: application/json'",
    ...(hasCredential ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...typed.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    `--data-raw ${quote(body)}`,
  ].join(" \\\n  ");
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
