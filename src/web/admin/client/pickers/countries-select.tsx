import { MultiSelect, type MultiSelectProps } from "@mantine/core";
import { useCountryChoices } from "./use-country-choices.js";

/** A field for several countries. Its value are the ISO 3166-1 alpha-2 codes in lower case. */
export function CountriesSelect(props: Omit<MultiSelectProps, "data">) {
  return <MultiSelect searchable openOnFocus={false} {...props} {...useCountryChoices()} />;
}
