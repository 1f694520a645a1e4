import { useQuery } from "@apollo/client/react";
import { Badge, Button, Group, SegmentedControl, Text } from "@mantine/core";
import { Plus } from "lucide-react";
import { Link } from "react-router";
import { formatCount, formatNumber } from "../format/format.js";
import { Time } from "../format/time.js";
import type { CustomerGroupSortField } from "../generated/schema.js";
import { LoadState } from "../layout/load-state.js";
import { Page } from "../layout/page.js";
import { EmptyState } from "../layout/states.js";
import { CursorPager } from "../lists/cursor-pager.js";
import { type Column, DataTable } from "../lists/data-table.js";
import { EmptyList } from "../lists/empty-list.js";
import { RowLink } from "../lists/row-link.js";
import { SearchInput } from "../lists/search-input.js";
import { SortSelect } from "../lists/sort-select.js";
import { useListUrl } from "../lists/use-list-url.js";
import { useScopes } from "../viewer/viewer-context.js";
import { GroupsPageDocument, type GroupsPageQuery } from "./groups.generated.js";

const sortFields = ["NAME", "ID"] as const satisfies readonly CustomerGroupSortField[];
type ListedGroup = GroupsPageQuery["customerGroups"]["nodes"][number];

const columns: readonly Column<ListedGroup, (typeof sortFields)[number]>[] = [
  { key: "name", title: "Name", sortField: "NAME", render: (group) => <GroupName group={group} /> },
  {
    key: "customers",
    title: "Customers",
    align: "end",
    render: ({ customers }) => customers && formatNumber(customers.totalCount),
  },
  { key: "created", title: "Created", sortField: "ID", render: ({ createdAt }) => <Time value={createdAt} isDate /> },
];

const deletedChoices = [
  { value: "EXCLUDE", label: "Present" },
  { value: "ONLY", label: "Deleted" },
];

/** The list of groups. */
export function GroupsPage() {
  const list = useListUrl({ sortFields, defaultSort: { field: "NAME", direction: "ASC" } });
  const areDeleted = list.get("deleted") === "ONLY";
  const maySeeCustomers = useScopes("CUSTOMERS_READ");
  const mayWrite = useScopes("CUSTOMER_GROUPS_WRITE");
  const { data, previousData, loading, error, refetch } = useQuery(GroupsPageDocument, {
    variables: {
      ...list.page,
      search: list.search,
      sort: [list.sort],
      deleted: areDeleted ? "ONLY" : "EXCLUDE",
      withCustomers: maySeeCustomers,
    },
    fetchPolicy: "cache-and-network",
  });
  const groups = (data ?? previousData)?.customerGroups;
  const shownColumns = columns.filter(({ key }) => key !== "customers" || (maySeeCustomers && !areDeleted));

  return (
    <Page title="Groups" actions={mayWrite && <NewGroupLink />}>
      <Group gap="sm">
        <div style={{ flex: "1 1 240px", maxWidth: 480 }}>
          <SearchInput
            label="Search groups"
            value={list.search}
            onSearch={(search) => list.set({ search }, { isTyping: true })}
          />
        </div>
        <SegmentedControl
          aria-label="Which groups"
          data={deletedChoices}
          value={areDeleted ? "ONLY" : "EXCLUDE"}
          onChange={(value) => list.set({ deleted: value === "ONLY" ? value : undefined })}
        />
        <SortSelect columns={shownColumns} sort={list.sort} onSort={list.sortBy} />
        <Text role="status" size="sm" c="dimmed" ml="auto">
          {groups && formatCount(groups.totalCount, "group", "groups")}
        </Text>
      </Group>
      <LoadState queries={[{ error, refetch }]} isLoaded={data !== undefined} />
      {(data || !error) && (
        <>
          <DataTable
            label="Groups"
            columns={shownColumns}
            rows={groups?.nodes}
            isLoading={loading && !data}
            sort={list.sort}
            onSort={list.sortBy}
            empty={
              <EmptyList list={list}>
                <NoGroups isSearch={list.search !== ""} areDeleted={areDeleted} />
              </EmptyList>
            }
          />
          <CursorPager list={list} pageInfo={groups?.pageInfo} />
        </>
      )}
    </Page>
  );
}

function GroupName({ group: { id, name, deletedAt } }: { readonly group: ListedGroup }) {
  return (
    <Group gap="xs">
      <RowLink to={`/groups/${id}`}>{name}</RowLink>
      {deletedAt !== null && (
        <Badge color="red" variant="light" size="sm">
          Deleted
        </Badge>
      )}
    </Group>
  );
}

function NewGroupLink() {
  return (
    <Button component={Link} to="/groups/new" leftSection={<Plus size={16} aria-hidden />}>
      New group
    </Button>
  );
}

interface NoGroupsProps {
  readonly isSearch: boolean;
  readonly areDeleted: boolean;
}

function NoGroups({ isSearch, areDeleted }: NoGroupsProps) {
  if (isSearch) return <EmptyState title="No group matches">Every word must occur in the name.</EmptyState>;
  if (areDeleted)
    return <EmptyState title="No deleted groups">Deleted groups are kept here, and can be restored.</EmptyState>;
  return <EmptyState title="No groups yet">A group has customers, for example those with special prices.</EmptyState>;
}
