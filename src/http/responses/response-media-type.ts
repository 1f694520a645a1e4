import Negotiator from "negotiator";

const mediaTypes = ["application/json", "application/graphql-response+json"];

/**
 * Returns the `Content-Type` of the answer to a request with this `Accept` header. Apollo Server chooses the same. Returns
 * undefined when the client accepts none of the types.
 */
export function responseMediaType(accept: string | undefined): string | undefined {
  if (!accept || accept === "*/*") return `${mediaTypes[0]}; charset=utf-8`;
  const type = new Negotiator({ headers: { accept } }).mediaType(mediaTypes);
  return type && `${type}; charset=utf-8`;
}
