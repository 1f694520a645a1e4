import { useQuery } from "@apollo/client/react";
import { Badge, Button, Group, Text } from "@mantine/core";
import { MailPlus, Plus } from "lucide-react";
import { Link } from "react-router";
import { formatCount } from "../format/format.js";
import { personName } from "../format/person-name.js";
import { Time } from "../format/time.js";
import { LoadState } from "../layout/load-state.js";
import { Page } from "../layout/page.js";
import { EmptyState } from "../layout/states.js";
import { CursorPager } from "../lists/cursor-pager.js";
import { type Column, DataTable } from "../lists/data-table.js";
import { EmptyList } from "../lists/empty-list.js";
import { RowLink } from "../lists/row-link.js";
import { RowText } from "../lists/row-text.js";
import { SearchInput } from "../lists/search-input.js";
import { useListUrl } from "../lists/use-list-url.js";
import { summarizeScopes } from "../scopes/scope-texts.js";
import { useViewer } from "../viewer/viewer-context.js";
import { StaffPageDocument, type StaffRowFragment } from "./staff.generated.js";

const columns: readonly Column<StaffRowFragment>[] = [
  { key: "name", title: "Name", render: (user) => <StaffName user={user} /> },
  { key: "email", title: "Email", render: ({ email }) => <RowText>{email}</RowText> },
  { key: "scopes", title: "Scopes", render: ({ scopes }) => summarizeScopes(scopes) },
  { key: "created", title: "Created", render: ({ createdAt }) => <Time value={createdAt} isDate /> },
];

/** The list of members of staff. */
export function StaffPage() {
  const list = useListUrl({ sortFields: ["ID"], defaultSort: { field: "ID", direction: "ASC" } });
  const { data, previousData, loading, error, refetch } = useQuery(StaffPageDocument, {
    variables: { ...list.page, search: list.search },
    fetchPolicy: "cache-and-network",
  });
  const users = (data ?? previousData)?.users;
  return (
    <Page title="Staff" actions={<StaffLinks />}>
      <Group gap="sm">
        <div style={{ flex: "1 1 240px", maxWidth: 480 }}>
          <SearchInput
            label="Search members of staff"
            placeholder="Search names and emails"
            value={list.search}
            onSearch={(search) => list.set({ search }, { isTyping: true })}
          />
        </div>
        <Text role="status" size="sm" c="dimmed" ml="auto">
          {users && formatCount(users.totalCount, "member", "members")}
        </Text>
      </Group>
      <LoadState queries={[{ error, refetch }]} isLoaded={data !== undefined} />
      {(data || !error) && (
        <>
          <DataTable
            label="Members of staff"
            columns={columns}
            rows={users?.nodes}
            isLoading={loading && !data}
            empty={
              <EmptyList list={list}>
                <NoStaff isSearch={list.search !== ""} />
              </EmptyList>
            }
          />
          <CursorPager list={list} pageInfo={users?.pageInfo} />
        </>
      )}
    </Page>
  );
}

function StaffName({ user }: { readonly user: StaffRowFragment }) {
  const isViewer = useViewer().user?.id === user.id;
  return (
    <Group gap="xs">
      <RowLink to={`/staff/${user.id}`}>{personName(user)}</RowLink>
      {isViewer && (
        <Badge variant="light" size="sm">
          You
        </Badge>
      )}
    </Group>
  );
}

function StaffLinks() {
  return (
    <>
      <Button variant="default" component={Link} to="/staff/new" leftSection={<Plus size={16} aria-hidden />}>
        Create
      </Button>
      <Button component={Link} to="/staff/invite" leftSection={<MailPlus size={16} aria-hidden />}>
        Invite
      </Button>
    </>
  );
}

function NoStaff({ isSearch }: { readonly isSearch: boolean }) {
  if (isSearch) return <EmptyState title="No member matches">Every word must occur in a name or email.</EmptyState>;
  return <EmptyState title="No members of staff yet">Invite somebody by email.</EmptyState>;
}
