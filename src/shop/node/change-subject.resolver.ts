import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../access/context.js";
import { Node } from "../../graphql/node/node.type.js";
import { Change, type ReadableChange } from "../history/change.type.js";
import { findReadableNode } from "./node.queries.js";

@Resolver(() => Change)
export class ChangeSubjectResolver {
  @FieldResolver(() => Node, {
    nullable: true,
    description:
      "The present state of the changed object, which may be newer than the change. For a membership, the customer. Null if the object is deleted, or if the caller may not read it.",
  })
  async subject(@Root() { subjectId }: ReadableChange, @Ctx() context: Context): Promise<Node | null> {
    return findReadableNode(context, subjectId);
  }
}
