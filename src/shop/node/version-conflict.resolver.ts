import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../access/context.js";
import { VersionConflictError } from "../../graphql/errors/user-error.type.js";
import { Node } from "../../graphql/node/node.type.js";
import { findReadableNode } from "./node.queries.js";

@Resolver(() => VersionConflictError)
export class VersionConflictResolver {
  @FieldResolver(() => Node, {
    nullable: true,
    description: "The current state of the object. Null if the caller may not read it, or if it is deleted.",
  })
  async current(@Root() { currentId }: VersionConflictError, @Ctx() context: Context): Promise<Node | null> {
    return findReadableNode(context, currentId);
  }
}
