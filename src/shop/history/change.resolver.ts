import { Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import type { Connection } from "../../graphql/pagination/connection.type.js";
import { rootConnection } from "../../graphql/pagination/list.js";
import type { SelectionInfo } from "../../graphql/pagination/selection.js";
import { ChangesArgs } from "./change.args.js";
import { changeList } from "./change.list.js";
import { Actor, Change, ChangeConnection, FieldChange, type ReadableChange } from "./change.type.js";
import { fieldChangesOf } from "./field-changes.js";

@Resolver(() => Change)
export class ChangeResolver {
  @Cost({ rows: 500_000 })
  @Query(() => ChangeConnection, {
    description: "All changes, page by page, oldest first.",
  })
  @RequiresScope("HISTORY_READ")
  changes(
    @Args(() => ChangesArgs) args: ChangesArgs,
    @Ctx() { db }: Context,
    @Info() info: SelectionInfo,
  ): Connection<ReadableChange> {
    return rootConnection(db, changeList, args, info);
  }

  @FieldResolver(() => Actor, { nullable: true, description: "The actor who made the change." })
  actor(@Root() { actorType, actorId }: ReadableChange): Actor {
    return { type: actorType, id: actorId };
  }

  @FieldResolver(() => [FieldChange], {
    description: "The changed fields, sorted by name. For a new object, the fields that have a value.",
  })
  fields(@Root() { fields }: ReadableChange): FieldChange[] {
    return fieldChangesOf(fields);
  }
}
