import { authorizationOf } from "./credential.js";
import { type AnsweredError, RequestError, requestErrorOf } from "./request-error.js";

interface Question {
  query: string;
  variables?: Record<string, string>;
  credential?: string;
}

interface Answer<Data> {
  data?: Data | null;
  errors?: AnsweredError[];
}

/**
 * Asks the server what the page itself wants to know. Nothing of it goes through GraphiQL, which keeps a history.
 * @throws RequestError
 */
export async function ask<Data>(question: Question): Promise<Data> {
  const { data, errors: [error] = [] } = await send<Data>(question);
  if (error) throw requestErrorOf(error);
  if (!data) throw unreadable();
  return data;
}

async function send<Data>({ query, variables, credential }: Question): Promise<Answer<Data>> {
  const headers = new Headers({ accept: "application/json", "content-type": "application/json" });
  if (credential !== undefined) headers.set("authorization", authorizationOf(credential));
  const body = JSON.stringify({ query, variables });
  try {
    const response = await fetch(location.pathname, { method: "POST", headers, body });
    return (await response.json()) ?? {};
  } catch (error) {
    // What fetch makes of a network that fails.
    if (error instanceof TypeError) throw new RequestError("The server could not be reached. Try again in a moment.");
    if (error instanceof SyntaxError) throw unreadable();
    throw error;
  }
}

/** A proxy before the server answers in its place, with a page of its own. */
function unreadable(): RequestError {
  return new RequestError("The answer did not come from the API, which seems to be away. Try again in a moment.");
}
