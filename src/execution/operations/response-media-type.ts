import Negotiator from "negotiator";

const mediaTypes = ["application/json", "application/graphql-response+json"];

/**
 * The `Content-Type` of the answer to a request with this `Accept` header, chosen as Apollo Server chooses it; undefined
 * where the client takes none of the types, which Apollo Server refuses.
 */
export function responseMediaType(accept: string | undefined): string | undefined {
  if (!accept || accept === "*/*") return `${mediaTypes[0]}; charset=utf-8`;
  const type = new Negotiator({ headers: { accept } }).mediaType(mediaTypes);
  return type && `${type}; charset=utf-8`;
}
