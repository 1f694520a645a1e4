import { useQuery } from "@apollo/client/react";
import { Button, Group, Stack, Text } from "@mantine/core";
import { UserMinus } from "lucide-react";
import { useState } from "react";
import { CustomerName } from "../customer/customer-name.js";
import type { CustomerRowFragment } from "../customer/customer-row.generated.js";
import { formatCount } from "../format/format.js";
import { personName } from "../format/person-name.js";
import { useAction } from "../forms/use-action.js";
import { LoadState } from "../layout/load-state.js";
import { PageCard } from "../layout/page-card.js";
import { EmptyState } from "../layout/states.js";
import { CursorPager } from "../lists/cursor-pager.js";
import { type Column, DataTable } from "../lists/data-table.js";
import { EmptyList } from "../lists/empty-list.js";
import { RowText } from "../lists/row-text.js";
import { SearchInput } from "../lists/search-input.js";
import { useListUrl } from "../lists/use-list-url.js";
import { CustomerPicker } from "../pickers/customer-picker.js";
import { useScopes } from "../viewer/viewer-context.js";
import { GroupMembersDocument } from "./group.generated.js";
import { ChangeMembersDocument } from "./group-mutations.generated.js";

const columns: readonly Column<CustomerRowFragment>[] = [
  { key: "name", title: "Name", render: (customer) => <CustomerName customer={customer} /> },
  { key: "email", title: "Email", render: ({ email }) => <RowText>{email}</RowText> },
  { key: "phone", title: "Phone", render: ({ phone }) => <RowText>{phone}</RowText> },
];

interface MembersCardProps {
  readonly groupId: string;
}

/** The customers in a group. */
export function MembersCard({ groupId }: MembersCardProps) {
  const list = useListUrl({ sortFields: ["ID"], defaultSort: { field: "ID", direction: "ASC" }, pageSize: 10 });
  const { data, previousData, loading, error, refetch } = useQuery(GroupMembersDocument, {
    variables: { id: groupId, ...list.page, search: list.search },
    fetchPolicy: "cache-and-network",
  });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const mayWrite = useScopes("CUSTOMER_GROUPS_WRITE");
  const change = useAction(ChangeMembersDocument, describeChange);
  const members = (data ?? previousData)?.customerGroup?.customers;
  const removeSelected = async () => {
    if (await change.run({ id: groupId, remove: [...selected] })) setSelected(new Set());
  };
  return (
    <PageCard
      title="Customers"
      actions={
        <Text role="status" size="sm" c="dimmed">
          {members && formatCount(members.totalCount, "customer", "customers")}
        </Text>
      }
    >
      <Stack gap="sm">
        <Group gap="sm" grow preventGrowOverflow={false}>
          <SearchInput
            label="Search the customers of the group"
            placeholder="Search"
            value={list.search}
            onSearch={(search) => list.set({ search }, { isTyping: true })}
          />
          {mayWrite && (
            <CustomerPicker
              label="Add a customer"
              isDisabled={change.isRunning}
              onPick={(id) => change.run({ id: groupId, add: [id] })}
            />
          )}
        </Group>
        {selected.size > 0 && (
          <Group>
            <Button
              variant="default"
              size="xs"
              leftSection={<UserMinus size={14} aria-hidden />}
              loading={change.isRunning}
              onClick={removeSelected}
            >
              Remove {formatCount(selected.size, "customer", "customers")} from the group
            </Button>
          </Group>
        )}
        <LoadState queries={[{ error, refetch }]} isLoaded={data !== undefined} />
        {(data || !error) && (
          <DataTable
            label="Customers in the group"
            columns={columns}
            rows={members?.nodes}
            isLoading={loading && !data}
            {...(mayWrite && { selection: { ids: selected, change: setSelected } })}
            rowName={(customer) => personName(customer)}
            empty={
              <EmptyList list={list}>
                <NoMembers isSearch={list.search !== ""} />
              </EmptyList>
            }
          />
        )}
        <CursorPager list={list} pageInfo={members?.pageInfo} />
      </Stack>
    </PageCard>
  );
}

function describeChange({ added, removed, unchanged }: { added: number; removed: number; unchanged: number }): string {
  if (removed > 0) return `${formatCount(removed, "customer was", "customers were")} removed.`;
  if (added > 0) return `${formatCount(added, "customer was", "customers were")} added.`;
  return unchanged > 0 ? "The customer is in the group already." : "Nothing has changed.";
}

function NoMembers({ isSearch }: { readonly isSearch: boolean }) {
  if (isSearch) return <EmptyState title="No customer of this group matches" />;
  return <EmptyState title="No customers in this group" />;
}
