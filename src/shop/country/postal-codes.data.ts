import { normalizeCountryCode } from "../../graphql/input/normalize-text.js";

/**
 * The countries without postal codes, or where many people do not have or know one: there an address need not have one.
 *
 * Sources: the address formats of Google's libaddressinput (RegionDataConstants.java; the formats without %Z, and those
 * that do not require Z) and "Countries without postcodes" of GeoPostcodes (geopostcodes.com/blog/countries-without-zip-codes).
 * A country is listed in case of doubt: a needless blank field costs less than an address nobody can enter.
 */
const withoutPostalCodes: ReadonlySet<string> = new Set([
  // Both sources.
  ..."ae ag ao aq aw bi bj bo bs bv bw bz cf cg ci ck cm cw dj dm er fj ga gd gm gq gy hk jm km kn".split(" "),
  ..."mo mr pa qa rw sb sc sl sr ss st sx td tf tg tk tl to tv vu ye zw".split(" "),
  // libaddressinput alone: several of these have introduced postal codes lately, which few people there know or use.
  ..."bf bq cd gh ki lc ly ml ms mw na nr nu ps tt ug ws".split(" "),
  // GeoPostcodes alone: codes exist on paper in some of these, or libaddressinput has no data.
  ..."et gn gw hn kp sd so sy zm".split(" "),
  // Neither source, but libaddressinput does not require it: codes are new, or known to the post more than to people.
  // Europe and its neighbours.
  ..."al am az ge gi ie kg kz tj tm uz xk".split(" "),
  // The Americas.
  ..."ai bb bm cl co cr cu do ec gt ht ky ni pe py sv uy vc ve vg".split(" "),
  // The Middle East and Africa.
  ..."bh cv dz eg eh il iq jo ke kw lb lr ls ma mg mu mz ne ng om sa sn sz tn".split(" "),
  // Asia and the Pacific.
  ..."af bd bt kh lk mm mn mv np pg ph pk vn".split(" "),
]);

/** Whether an address in the country (an alpha-2 code, in any case) must have a postal code. */
export function hasPostalCodes(countryCode: string): boolean {
  return !withoutPostalCodes.has(normalizeCountryCode(countryCode));
}
