import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, createUnionType, Info, Query, Resolver } from "type-graphql";
import { PublicAccess, RequiresNodeScopes } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import { Any, type Representation } from "../../graphql/federation/any.js";
import { Service } from "../../graphql/federation/service.type.js";
import { kindOfId } from "../../graphql/node/ids.js";
import type { Node } from "../../graphql/node/node.type.js";
import { printSchema } from "../../graphql/schema/print-schema.js";
import { accessOfRepresentation, findEntities } from "./entity.queries.js";
import { nodeTypes } from "./node.queries.js";

const Entity = createUnionType({
  name: "_Entity",
  description: "An object that other subgraphs can refer to: every type with an id.",
  types: nodeTypes,
  resolveType: ({ id }: Node) => kindOfId(id),
});

/** The root fields that gateways of Apollo Federation use. */
@Resolver()
export class FederationResolver {
  @Query(() => Service, {
    name: "_service",
    description:
      "This server as a subgraph, for the composition of a supergraph. Not available where introspection is off.",
  })
  // As introspection, it needs no caller.
  @PublicAccess("CUSTOMER")
  @Cost({ fixed: 100 })
  service(@Info() { schema }: GraphQLResolveInfo): Service {
    return { sdl: printSchema(schema) };
  }

  @Query(() => [Entity], {
    name: "_entities",
    nullable: "items",
    description:
      "The objects that a gateway refers to, at most 250, in the same order. Null for each object that does not exist, is deleted, or has another type.",
  })
  @RequiresNodeScopes("representations", accessOfRepresentation)
  @Cost({ sizeOf: "representations" })
  async entities(
    @Arg("representations", () => [Any], { description: "The types and ids of the objects." })
    representations: Representation[],
    @Ctx() context: Context,
  ): Promise<(Node | null)[]> {
    return findEntities(context, representations);
  }
}
