import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { RequiresScopeOrSelf } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Viewer } from "../../access/viewer/viewer.type.js";
import { createCustomerLoaders } from "./customer.loaders.js";
import { Customer } from "./customer.type.js";

@Resolver(() => Viewer)
export class ViewerCustomerResolver {
  @FieldResolver(() => Customer, { nullable: true, description: "The customer. Null for other callers." })
  @RequiresScopeOrSelf()
  async customer(@Root() { type, id }: Viewer, @Ctx() context: Context): Promise<Customer | null> {
    return type === "CUSTOMER" ? context.loaders(createCustomerLoaders).includeDeleted.load(id) : null;
  }
}
