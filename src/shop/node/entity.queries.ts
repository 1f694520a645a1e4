import type { Access } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { badArgument } from "../../graphql/errors/request-errors.js";
import type { Representation } from "../../graphql/federation/any.js";
import { kindOfId } from "../../graphql/node/ids.js";
import type { Node } from "../../graphql/node/node.type.js";
import { accessOfNode, checkCount, findNode, isNodeType } from "./node.queries.js";

/** A reference of a gateway to an object. */
interface Reference {
  readonly typeName: string;
  readonly id: string;
}

/** The access that the object of a representation requires. An invalid representation is refused later. */
export function accessOfRepresentation(representation: unknown): Access {
  return accessOfNode((representation as Representation).id);
}

/**
 * Finds the objects that a gateway refers to, with one statement for each type. Null for an object that does not exist, is
 * deleted, or has another type.
 * @throws BAD_USER_INPUT for more than 250 representations, and for an invalid one.
 */
export async function findEntities(
  context: Context,
  representations: readonly Representation[],
): Promise<(Node | null)[]> {
  checkCount("representations", representations.length);
  const references = representations.map(referenceIn);
  return Promise.all(references.map(({ typeName, id }) => (kindOfId(id) === typeName ? findNode(context, id) : null)));
}

function referenceIn({ __typename: typeName, id, ...others }: Representation, index: number): Reference {
  const path = ["representations", `${index}`];
  if (typeof typeName !== "string" || !isNodeType(typeName)) {
    throw badArgument([...path, "__typename"], "must be the name of a type that has a key");
  }
  if (typeof id !== "string") throw badArgument([...path, "id"], "must be the id of an object, as a text");
  const count = Object.keys(others).length;
  if (count > 0) throw badArgument(path, `must have only __typename and id, got ${count} more`);
  return { typeName, id };
}
