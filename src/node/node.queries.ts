import type { Loaders } from "../context.js";
import { badUserInput } from "../errors/request-errors.js";
import { kindOfId, type NodeKind } from "./ids.js";
import type { Node } from "./node.type.js";

const maxNodes = 250;

/** How each kind of object is found by its id. */
const findByKind: Partial<Record<NodeKind, (loaders: Loaders, id: string) => Promise<Node | null>>> = {
  Customer: async (loaders, id) => loaders.customerById.load(id),
  Address: async (loaders, id) => loaders.addressById.load(id),
  CustomerGroup: async (loaders, id) => loaders.customerGroupById.load(id),
};

/** The live object with an id, by its prefix; null when there is none. */
export async function findNode(loaders: Loaders, id: string): Promise<Node | null> {
  const kind = kindOfId(id);
  return (kind && (await findByKind[kind]?.(loaders, id))) ?? null;
}

/**
 * The live objects with these ids, one statement for each kind.
 * @throws BAD_USER_INPUT for more than 250 ids.
 */
export async function findNodes(loaders: Loaders, ids: readonly string[]): Promise<(Node | null)[]> {
  if (ids.length > maxNodes) throw badUserInput(`ids must have at most ${maxNodes} elements, got ${ids.length}.`);
  return Promise.all(ids.map((id) => findNode(loaders, id)));
}
