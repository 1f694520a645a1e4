import { useQuery } from "@apollo/client/react";
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { personName } from "../format/person-name.js";
import { choicesOf, retryOf } from "./choices.js";
import { CustomerPickerDocument, type CustomerPickerQuery } from "./customer-picker.generated.js";

interface CustomerPickerProps {
  readonly label: string;
  readonly isDisabled?: boolean;
  onPick(id: string): void;
}

/** A field that searches customers. A choice is passed on, and the field is empty again. */
export function CustomerPicker({ label, isDisabled = false, onPick }: CustomerPickerProps) {
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 250);
  const query = useQuery(CustomerPickerDocument, {
    variables: { search: search.slice(0, 200) },
    fetchPolicy: "cache-and-network",
  });
  const customers = (query.data ?? query.previousData)?.customers.nodes ?? [];
  const pick = (id: string | null) => {
    if (id !== null) onPick(id);
    setTyped("");
  };
  return (
    <Select
      aria-label={label}
      placeholder={label}
      searchable
      disabled={isDisabled}
      value={null}
      onChange={pick}
      searchValue={typed}
      onSearchChange={setTyped}
      // The server has searched.
      filter={({ options }) => options}
      onDropdownOpen={retryOf(query)}
      data={choicesOf(
        query,
        "No customer matches",
        customers.map((customer) => ({ value: customer.id, label: describe(customer) })),
      )}
      dir="auto"
    />
  );
}

function describe(customer: CustomerPickerQuery["customers"]["nodes"][number]): string {
  const name = personName(customer);
  return customer.email === null || customer.email === name ? name : `${name} (${customer.email})`;
}
