import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { RequiresScopeOrSelf } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Country } from "../country/country.type.js";
import { createRegionLoaders } from "./region.loaders.js";
import { Region } from "./region.type.js";

@Resolver(() => Country)
export class CountryRegionResolver {
  @FieldResolver(() => Region, {
    nullable: true,
    description: "The region of the country. Null if it belongs to no region.",
  })
  @RequiresScopeOrSelf()
  async region(@Root() { iso2 }: Country, @Ctx() context: Context): Promise<Region | null> {
    return context.loaders(createRegionLoaders).ofCountry.load(iso2);
  }
}
