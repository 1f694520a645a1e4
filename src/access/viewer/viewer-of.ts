import { unauthenticated } from "../../graphql/errors/request-errors.js";
import type { Caller } from "../auth/caller.js";
import type { Viewer } from "./viewer.type.js";

/**
 * A caller as the schema shows it.
 * @throws UNAUTHENTICATED without one.
 */
export function viewerOf(caller: Caller | null): Viewer {
  if (caller === null) throw unauthenticated();
  return { id: caller.id, type: caller.type, scopes: [...caller.scopes] };
}
