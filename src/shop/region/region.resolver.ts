import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from "type-graphql";
import { RequiresScope, RequiresScopeOrSelf } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import { PageArgs } from "../../graphql/pagination/connection.args.js";
import type { Connection } from "../../graphql/pagination/connection.type.js";
import { rootConnection } from "../../graphql/pagination/list.js";
import type { SelectionInfo } from "../../graphql/pagination/selection.js";
import { Direct } from "../../graphql/schema/direct-resolver.js";
import { countriesByCode } from "../country/country.data.js";
import { Country } from "../country/country.type.js";
import { RegionCreateArgs, RegionDeleteArgs, RegionUpdateArgs } from "./region.args.js";
import { allRegions } from "./region.list.js";
import { createRegionLoaders } from "./region.loaders.js";
import { RegionDeletePayload, RegionPayload } from "./region.payload.js";
import { createRegion, deleteRegion, updateRegion } from "./region.service.js";
import { Region, RegionConnection } from "./region.type.js";

@Resolver(() => Region)
export class RegionResolver {
  @Query(() => Region, {
    nullable: true,
    description: "The region with this id. Null if it does not exist or is deleted.",
  })
  @RequiresScopeOrSelf()
  async region(
    @Arg("id", () => ID, { description: "The region's id." }) id: string,
    @Ctx() context: Context,
  ): Promise<Region | null> {
    return context.loaders(createRegionLoaders).byId.load(id);
  }

  @Cost({ rows: 250, isDistinct: true })
  @Query(() => RegionConnection, { description: "All regions, page by page, in creation order." })
  @RequiresScopeOrSelf()
  regions(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { db }: Context,
    @Info() info: SelectionInfo,
  ): Connection<Region> {
    return rootConnection(db, allRegions, args, info);
  }

  @Cost({ size: 250, isExclusive: true })
  @FieldResolver(() => [Country], { description: "The countries of the region, sorted by display name." })
  @Direct()
  countries(@Root() { countryCodes }: Region): Country[] {
    return countriesByCode(countryCodes);
  }

  @UserErrorMutation(() => RegionPayload, {
    description:
      "Creates a region with countries. A country that is named twice, or that belongs to another region, is `CONFLICTING_INPUT`.",
  })
  @RequiresScope("REGIONS_WRITE")
  async regionCreate(@Args(() => RegionCreateArgs) args: RegionCreateArgs, @Ctx() { db, caller }: Context) {
    return createRegion(db, caller, args);
  }

  @UserErrorMutation(() => RegionPayload, {
    description:
      "Changes a region. Countries are replaced as a whole; they do not move from other regions. An update without changes does not change the version.",
  })
  @RequiresScope("REGIONS_WRITE")
  async regionUpdate(@Args(() => RegionUpdateArgs) args: RegionUpdateArgs, @Ctx() { db, caller }: Context) {
    return updateRegion(db, caller, args);
  }

  @UserErrorMutation(() => RegionDeletePayload, {
    description:
      "Deletes a region. Its name and countries are free for other regions. Deleting a deleted region changes nothing.",
  })
  @RequiresScope("REGIONS_WRITE")
  async regionDelete(@Args(() => RegionDeleteArgs) args: RegionDeleteArgs, @Ctx() { db, caller }: Context) {
    return deleteRegion(db, caller, args);
  }
}
