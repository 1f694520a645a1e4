import { Arg, Query, Resolver } from "type-graphql";
import { RequiresScopeOrSelf } from "../../access/auth/access.js";
import { Cost } from "../../graphql/cost/cost.js";
import { allCountries, findCountry } from "./country.data.js";
import { Country } from "./country.type.js";

@Resolver()
export class CountryResolver {
  @Query(() => Country, { nullable: true, description: "The country with this code. Null if the code is unknown." })
  @RequiresScopeOrSelf()
  country(
    @Arg("code", () => String, {
      description: "An ISO 3166-1 alpha-2 or alpha-3 code in upper or lower case, for example `it`, `IT` or `ITA`.",
    })
    code: string,
  ): Country | null {
    return findCountry(code);
  }

  @Query(() => [Country], {
    description:
      "The 249 countries and territories of ISO 3166-1 and Kosovo, sorted by display name, for address forms.",
  })
  @RequiresScopeOrSelf()
  @Cost({ size: 250 })
  countries(): readonly Country[] {
    return allCountries();
  }
}
