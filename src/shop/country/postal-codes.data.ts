import { normalizeCountryCode } from "../../graphql/input/normalize-text.js";

/**
 * The countries without postal codes, or where many people have none or do not know theirs. Addresses there need none.
 *
 * Sources: the address formats of Google's libaddressinput (RegionDataConstants.java; the formats without %Z, and those
 * that do not require Z) and "Countries without postcodes" of GeoPostcodes (geopostcodes.com/blog/countries-without-zip-codes).
 * In case of doubt a country is listed: a missing postal code costs less than an address that cannot be entered.
 */
const withoutPostalCodes: ReadonlySet<string> = new Set([
  // Both sources.
  ..."ae ag ao aq aw bi bj bo bs bv bw bz cf cg ci ck cm cw dj dm er fj ga gd gm gq gy hk jm km kn".split(" "),
  ..."mo mr pa qa rw sb sc sl sr ss st sx td tf tg tk tl to tv vu ye zw".split(" "),
  // Only libaddressinput: several of these countries have introduced postal codes lately, which few people know or use.
  ..."bf bq cd gh ki lc ly ml ms mw na nr nu ps tt ug ws".split(" "),
  // Only GeoPostcodes: some of these countries have codes that nobody uses, or libaddressinput has no data.
  ..."et gn gw hn kp sd so sy zm".split(" "),
  // Neither source, but libaddressinput does not require the code: it is new, or few people know it.
  // Europe and its neighbours.
  ..."al am az ge gi ie kg kz tj tm uz xk".split(" "),
  // The Americas.
  ..."ai bb bm cl co cr cu do ec gt ht ky ni pe py sv uy vc ve vg".split(" "),
  // The Middle East and Africa.
  ..."bh cv dz eg eh il iq jo ke kw lb lr ls ma mg mu mz ne ng om sa sn sz tn".split(" "),
  // Asia and the Pacific.
  ..."af bd bt kh lk mm mn mv np pg ph pk vn".split(" "),
]);

/** True if an address in the country (an alpha-2 code, in any case) requires a postal code. */
export function hasPostalCodes(countryCode: string): boolean {
  return !withoutPostalCodes.has(normalizeCountryCode(countryCode));
}
