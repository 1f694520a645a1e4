import { normalCountryCode } from "../input/normal-text.js";

/**
 * The countries without postal codes, or where the sources disagree about it: there an address need not have one.
 *
 * Sources: the address formats of Google's libaddressinput (RegionDataConstants.java; the formats without %Z) and
 * "Countries without postcodes" of GeoPostcodes (geopostcodes.com/blog/countries-without-zip-codes). A country is listed
 * when either says that it has none: a needless blank field costs less than an address nobody can enter.
 */
const withoutPostalCodes: ReadonlySet<string> = new Set([
  // Both sources.
  ..."ae ag ao aq aw bi bj bo bs bv bw bz cf cg ci ck cm cw dj dm er fj ga gd gm gq gy hk jm km kn".split(" "),
  ..."mo mr pa qa rw sb sc sl sr ss st sx td tf tg tk tl to tv vu ye zw".split(" "),
  // libaddressinput alone: several of these have introduced postal codes lately, which few people there know or use.
  ..."bf bq cd gh ki lc ly ml ms mw na nr nu ps tt ug ws".split(" "),
  // GeoPostcodes alone: codes exist on paper in some of these, or libaddressinput has no data.
  ..."et gn gw hn kp sd so sy zm".split(" "),
]);

/** Whether the country (an alpha-2 code, in any case) has postal codes, so that an address in it must have one. */
export function hasPostalCodes(countryCode: string): boolean {
  return !withoutPostalCodes.has(normalCountryCode(countryCode));
}
