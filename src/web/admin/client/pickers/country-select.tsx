import { Select, type SelectProps } from "@mantine/core";
import { useCountryChoices } from "./use-country-choices.js";

/** A field for a country. Its value is the ISO 3166-1 alpha-2 code in lower case. */
export function CountrySelect(props: Omit<SelectProps, "data">) {
  const choices = useCountryChoices();
  return (
    <Select
      searchable
      openOnFocus={false}
      nothingFoundMessage="No country found"
      // Without a country, there is nothing to clear.
      clearable={Boolean(props.value)}
      clearButtonProps={{ "aria-label": "Clear the country" }}
      {...props}
      {...choices}
    />
  );
}
