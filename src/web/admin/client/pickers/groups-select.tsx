import { useQuery } from "@apollo/client/react";
import { MultiSelect } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { choicesOf, retryOf } from "./choices.js";
import { GroupPickerDocument, PickedGroupsDocument } from "./group-picker.generated.js";

interface GroupsSelectProps {
  readonly label: string;
  /** The ids of the chosen groups. */
  readonly ids: readonly string[];
  onChange(ids: readonly string[]): void;
}

/** A field for several groups. */
export function GroupsSelect({ label, ids, onChange }: GroupsSelectProps) {
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 200);
  const found = useQuery(GroupPickerDocument, {
    variables: { search: search.slice(0, 200) },
    fetchPolicy: "cache-and-network",
  });
  const picked = useQuery(PickedGroupsDocument, { variables: { ids: [...ids] }, skip: ids.length === 0 });
  const groups = [picked, found].flatMap(
    ({ data, previousData }) => (data ?? previousData)?.customerGroups.nodes ?? [],
  );
  const query = picked.error ? picked : found;
  const names = new Map([...ids.map((id) => [id, "…"] as const), ...groups.map(({ id, name }) => [id, name] as const)]);
  return (
    <MultiSelect
      label={label}
      searchable
      clearable
      clearButtonProps={{ "aria-label": "Clear the groups" }}
      value={[...ids]}
      onChange={onChange}
      searchValue={typed}
      onSearchChange={setTyped}
      // The server has searched.
      filter={({ options }) => options}
      onDropdownOpen={retryOf(query)}
      data={choicesOf(
        query,
        "No group matches",
        [...names].map(([value, name]) => ({ value, label: name })),
      )}
    />
  );
}
