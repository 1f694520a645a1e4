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
      "The object with this id, of any type. The prefix of the id tells the type. Null if the object does not exist or is deleted.",
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
      "The objects with these ids, at most 250, in the same order. Null for each object that does not exist or is deleted.",
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
