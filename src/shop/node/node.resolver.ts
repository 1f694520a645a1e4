import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import { RequiresNodeScopes } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import { Node } from "../../graphql/node/node.type.js";
import { accessOfNode, findNode, findNodes } from "./node.queries.js";

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description:
      "The object with this id, of whatever kind; null when there is none or it is deleted. Needs the scopes of its kind, told by its prefix.",
  })
  @RequiresNodeScopes("id", accessOfNode)
  async node(
    @Arg("id", () => ID, { description: "The object's id." }) id: string,
    @Ctx() context: Context,
  ): Promise<Node | null> {
    return findNode(context, id);
  }

  @Query(() => [Node], {
    nullable: "items",
    description:
      "The objects with these ids, at most 250, in the order given; null in the place of each that is not there. Needs the scopes of their kinds, told by their prefixes.",
  })
  @RequiresNodeScopes("ids", accessOfNode)
  @Cost({ sizeOf: "ids" })
  async nodes(
    @Arg("ids", () => [ID], { description: "The objects' ids." }) ids: string[],
    @Ctx() context: Context,
  ): Promise<(Node | null)[]> {
    return findNodes(context, ids);
  }
}
