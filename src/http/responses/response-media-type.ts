import { LRUCache } from "lru-cache";
import Negotiator from "negotiator";

const mediaTypes = ["application/json", "application/graphql-response+json"];

const maxCachedLength = 200;

/** The media types by `Accept` header. Clients send few different headers, and parsing one takes some microseconds. */
const contentTypeCache = new LRUCache<string, { readonly type: string | undefined }>({ max: 100 });

/**
 * Returns the `Content-Type` of the response to a request with this `Accept` header. Apollo Server chooses the same. Returns
 * undefined if the client accepts none of the types.
 */
export function responseMediaType(accept: string | undefined): string | undefined {
  if (!accept || accept === "*/*") return `${mediaTypes[0]}; charset=utf-8`;
  const known = contentTypeCache.get(accept);
  if (known !== undefined) return known.type;
  const type = new Negotiator({ headers: { accept } }).mediaType(mediaTypes);
  const contentType = type && `${type}; charset=utf-8`;
  if (accept.length <= maxCachedLength) contentTypeCache.set(accept, { type: contentType });
  return contentType;
}
