import { useQuery } from "@apollo/client/react";
import { Badge, Button, Code, Group, Text } from "@mantine/core";
import { Plus } from "lucide-react";
import { Link } from "react-router";
import { useConfirm } from "../dialogs/confirm.js";
import { formatCount } from "../format/format.js";
import { Time } from "../format/time.js";
import { useAction } from "../forms/use-action.js";
import { LoadState } from "../layout/load-state.js";
import { Page } from "../layout/page.js";
import { EmptyState } from "../layout/states.js";
import { CursorPager } from "../lists/cursor-pager.js";
import { type Column, DataTable } from "../lists/data-table.js";
import { EmptyList } from "../lists/empty-list.js";
import { RowText } from "../lists/row-text.js";
import { useListUrl } from "../lists/use-list-url.js";
import { summarizeScopes } from "../scopes/scope-texts.js";
import { useViewer } from "../viewer/viewer-context.js";
import { type ApiKeyRowFragment, ApiKeysPageDocument, RevokeApiKeyDocument } from "./api-keys.generated.js";

const columns: readonly Column<ApiKeyRowFragment>[] = [
  { key: "title", title: "Title", render: (apiKey) => <KeyTitle apiKey={apiKey} /> },
  {
    key: "secret",
    title: "Secret",
    render: ({ redacted }) => <Code style={{ whiteSpace: "nowrap" }}>{redacted}</Code>,
  },
  { key: "scopes", title: "Scopes", render: ({ scopes }) => summarizeScopes(scopes) },
  { key: "created", title: "Created", render: ({ createdAt }) => <Time value={createdAt} isDate /> },
  { key: "used", title: "Last used", render: ({ lastUsedAt }) => (lastUsedAt ? <Time value={lastUsedAt} /> : "Never") },
  {
    key: "expires",
    title: "Expires",
    render: ({ expiresAt }) => (expiresAt ? <Time value={expiresAt} isDate /> : "Never"),
  },
  { key: "revoke", title: "", align: "end", render: (apiKey) => <RevokeButton apiKey={apiKey} /> },
];

/** The list of API keys. */
export function ApiKeysPage() {
  const list = useListUrl({ sortFields: ["ID"], defaultSort: { field: "ID", direction: "ASC" } });
  const { data, previousData, loading, error, refetch } = useQuery(ApiKeysPageDocument, {
    variables: list.page,
    fetchPolicy: "cache-and-network",
  });
  const apiKeys = (data ?? previousData)?.apiKeys;
  return (
    <Page title="API keys" actions={<NewKeyLink />}>
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          Programs sign in with a key.
        </Text>
        <Text role="status" size="sm" c="dimmed">
          {apiKeys && formatCount(apiKeys.totalCount, "key", "keys")}
        </Text>
      </Group>
      <LoadState queries={[{ error, refetch }]} isLoaded={data !== undefined} />
      {(data || !error) && (
        <>
          <DataTable
            label="API keys"
            columns={columns}
            rows={apiKeys?.nodes}
            isLoading={loading && !data}
            empty={
              <EmptyList list={list}>
                <EmptyState title="No API keys yet">Create one for each program that uses the API.</EmptyState>
              </EmptyList>
            }
          />
          <CursorPager list={list} pageInfo={apiKeys?.pageInfo} />
        </>
      )}
    </Page>
  );
}

interface KeyProps {
  readonly apiKey: ApiKeyRowFragment;
}

function KeyTitle({ apiKey: { id, title, revokedAt, expiresAt } }: KeyProps) {
  const isViewer = useViewer().apiKey?.id === id;
  return (
    <Group gap="xs">
      <Text size="sm" fw={500} component="div">
        <RowText>{title}</RowText>
      </Text>
      {revokedAt !== null && (
        <Badge color="red" variant="light" size="sm">
          Revoked
        </Badge>
      )}
      {revokedAt === null && hasExpired(expiresAt) && (
        <Badge color="gray" variant="light" size="sm">
          Expired
        </Badge>
      )}
      {isViewer && (
        <Badge variant="light" size="sm">
          In use here
        </Badge>
      )}
    </Group>
  );
}

function RevokeButton({ apiKey: { id, title, revokedAt, expiresAt } }: KeyProps) {
  const confirm = useConfirm();
  const isViewer = useViewer().apiKey?.id === id;
  const { run, isRunning } = useAction(RevokeApiKeyDocument, "The key was revoked.");
  if (revokedAt !== null || hasExpired(expiresAt) || isViewer) return null;
  const askAndRevoke = async () => {
    const question = {
      title: "Revoke this API key?",
      body: (
        <>
          Programs with the key <bdi>{title}</bdi> lose access at once. This cannot be undone.
        </>
      ),
      action: "Revoke key",
      isDangerous: true,
    };
    if (await confirm(question)) run({ id });
  };
  return (
    <Button variant="default" size="xs" loading={isRunning} aria-label={`Revoke ${title}`} onClick={askAndRevoke}>
      Revoke
    </Button>
  );
}

function NewKeyLink() {
  return (
    <Button component={Link} to="/api-keys/new" leftSection={<Plus size={16} aria-hidden />}>
      New API key
    </Button>
  );
}

function hasExpired(expiresAt: string | null): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= Date.now();
}
