import { unauthenticated } from "../../graphql/errors/request-errors.js";
import type { Caller } from "../auth/caller.js";
import type { Viewer } from "./viewer.type.js";

/**
 * Converts a caller to its type in the schema.
 * @throws UNAUTHENTICATED if there is no caller.
 */
export function viewerOf(caller: Caller | null): Viewer {
  if (caller === null) throw unauthenticated();
  return { id: caller.id, type: caller.type, scopes: [...caller.scopes], sessionId: caller.sessionId };
}
