import { check } from "../../graphql/input/rules.js";
import { isCountryCode } from "./country.data.js";

/** Requires an ISO 3166-1 alpha-2 code or XK, in any case. A blank text is allowed and means no country. */
export function CountryCode(): PropertyDecorator {
  return check<string>(
    "countryCode",
    (code) => code === "" || isCountryCode(code),
    "INVALID_COUNTRY",
    "Must be an ISO 3166-1 alpha-2 country code, such as IT.",
  );
}
