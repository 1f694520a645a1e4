import { useQuery } from "@apollo/client/react";
import type { ComboboxItem } from "@mantine/core";
import { choicesOf, retryOf } from "./choices.js";
import { CountriesDocument } from "./countries.generated.js";

/** The properties of a field whose choices are the countries. Their values are ISO 3166-1 alpha-2 codes in lower case. */
export function useCountryChoices() {
  const query = useQuery(CountriesDocument);
  const countries = query.data?.countries ?? [];
  const choices = countries.map(({ iso2, displayName }): ComboboxItem => ({ value: iso2, label: displayName }));
  return {
    data: choicesOf(query, "No country matches", choices),
    onDropdownOpen: retryOf(query),
    // Until the countries are loaded, the disabled choice is shown, also if the typed text does not match it.
    ...(!query.data && { filter: showAll }),
  };
}

function showAll<Options>({ options }: { readonly options: Options }): Options {
  return options;
}
