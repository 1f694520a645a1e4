import type { Tx } from "../../database/transactions/transaction.js";
import type { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { normalizeCountryCode } from "../../graphql/input/normalize-text.js";
import { allCountries, isCountryCode } from "../country/country.data.js";

const namePath = ["input", "name"];
const countriesPath = ["input", "countryCodes"];

/** A region that is written. A new region has no id yet. */
interface Written {
  readonly id?: string;
}

/** Reports another region that has the name (case is ignored) and is not deleted. The index region_name_key enforces the rule. */
export async function checkNameIsFree(
  tx: Tx,
  { id = "", name }: Written & { readonly name: string },
  userErrors: UserErrorCollector,
): Promise<void> {
  if (userErrors.has(namePath)) return;
  const [other] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM region WHERE fold_case(name) = fold_case(${name}) AND deleted_at IS NULL AND id <> ${id}`;
  if (other === undefined) return;
  userErrors.addTaken("NAME_TAKEN", namePath, "Must be a name that no other region has, ignoring case.", other.id);
}

/** The country codes of an input by their index in the input, in their stored form. Reports unknown countries and repetitions. */
export function parseCountryCodes(given: readonly string[], userErrors: UserErrorCollector): Map<string, number> {
  const indexes = new Map<string, number>();
  const most = allCountries().length;
  if (given.length > most) {
    userErrors.add("TOO_MANY", countriesPath, `Must have at most ${most} elements.`);
    return indexes;
  }
  for (const [index, text] of given.entries()) {
    const path = [...countriesPath, String(index)];
    const code = normalizeCountryCode(text);
    if (!isCountryCode(code)) {
      userErrors.add("INVALID_COUNTRY", path, "Must be an ISO 3166-1 alpha-2 country code, such as IT.");
    } else if (indexes.has(code))
      userErrors.add("CONFLICTING_INPUT", path, "Must be a country that is not yet in the list.");
    else indexes.set(code, index);
  }
  return indexes;
}

/** Reports countries of other regions. The primary key of region_country enforces the rule. */
export async function checkCountriesAreFree(
  tx: Tx,
  { id = "" }: Written,
  countries: ReadonlyMap<string, number>,
  userErrors: UserErrorCollector,
): Promise<void> {
  if (countries.size === 0) return;
  const taken = await tx.regionCountry.findMany({
    where: { countryCode: { in: [...countries.keys()] }, regionId: { not: id } },
  });
  const indexes = taken.flatMap(({ countryCode }) => countries.get(countryCode) ?? []).sort((a, b) => a - b);
  for (const index of indexes) {
    const path = [...countriesPath, String(index)];
    userErrors.add("CONFLICTING_INPUT", path, "Must be a country that belongs to no other region.");
  }
}
