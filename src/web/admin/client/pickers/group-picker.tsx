import { useQuery } from "@apollo/client/react";
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { choicesOf, retryOf } from "./choices.js";
import { GroupPickerDocument } from "./group-picker.generated.js";

interface GroupPickerProps {
  readonly label: string;
  readonly isDisabled?: boolean;
  /** The ids of groups that cannot be chosen. */
  readonly without?: readonly string[];
  onPick(id: string, name: string): void;
}

/** A field that searches groups. A choice is passed on, and the field is empty again. */
export function GroupPicker({ label, isDisabled = false, without = [], onPick }: GroupPickerProps) {
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 200);
  const query = useQuery(GroupPickerDocument, {
    variables: { search: search.slice(0, 200) },
    fetchPolicy: "cache-and-network",
  });
  const groups = ((query.data ?? query.previousData)?.customerGroups.nodes ?? []).filter(
    ({ id }) => !without.includes(id),
  );
  const pick = (id: string | null) => {
    const group = groups.find((candidate) => candidate.id === id);
    if (group) onPick(group.id, group.name);
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
        "No group matches",
        groups.map(({ id, name }) => ({ value: id, label: name })),
      )}
      dir="auto"
      // The first field of a dialog.
      data-autofocus
    />
  );
}
