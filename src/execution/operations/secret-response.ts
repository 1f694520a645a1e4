/**
 * The header `Cache-Control` of a response that shows a secret, such as a token. Neither this server nor a proxy compresses it: the
 * size of a compressed response depends on its contents, so it can reveal a secret beside text of somebody else (BREACH).
 */
export const secretCacheControl = "no-store, no-transform";
