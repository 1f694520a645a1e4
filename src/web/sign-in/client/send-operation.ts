import { authorizationOf } from "./credential.js";
import { endpoint } from "./endpoint.js";
import { RequestError, type ResponseError, requestErrorOf, unreachable } from "./request-error.js";

interface GraphQLRequest {
  query: string;
  variables?: Record<string, string>;
  credential?: string;
}

interface GraphQLResponse<Data> {
  data?: Data | null;
  errors?: ResponseError[];
}

/**
 * Sends an operation of the sign-in. It does not use GraphiQL, which stores a history, or a cache.
 * @throws RequestError
 */
export async function sendOperation<Data>(request: GraphQLRequest): Promise<Data> {
  const { data, errors: [error] = [] } = await send<Data>(request);
  if (error) throw requestErrorOf(error);
  if (!data) throw notFromApi();
  return data;
}

async function send<Data>({ query, variables, credential }: GraphQLRequest): Promise<GraphQLResponse<Data>> {
  const headers = new Headers({ accept: "application/json", "content-type": "application/json" });
  if (credential !== undefined) headers.set("authorization", authorizationOf(credential));
  const body = JSON.stringify({ query, variables });
  try {
    const response = await fetch(endpoint, { method: "POST", headers, body });
    return (await response.json()) ?? {};
  } catch (error) {
    // fetch throws a TypeError when the network fails.
    if (error instanceof TypeError) throw unreachable();
    if (error instanceof SyntaxError) throw notFromApi();
    throw error;
  }
}

/** The error for a response that is not JSON, for example the error page of a proxy. */
function notFromApi(): RequestError {
  return new RequestError(
    "The response did not come from the API, which seems to be unavailable. Try again in a moment.",
  );
}
