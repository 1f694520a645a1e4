import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { useConfirm } from "../dialogs/confirm.js";
import { formatCount } from "../format/format.js";
import { Time } from "../format/time.js";
import { useAction } from "../forms/use-action.js";
import { PageCard } from "../layout/page-card.js";
import { describeBrowser } from "./describe-browser.js";
import { EndSessionDocument, type ProfilePageQuery } from "./profile.generated.js";

type SessionRow = ProfilePageQuery["viewer"]["sessions"][number];

interface SessionsCardProps {
  readonly sessions: readonly SessionRow[];
}

/** The sessions of the viewer. */
export function SessionsCard({ sessions }: SessionsCardProps) {
  const confirm = useConfirm();
  const end = useAction(
    EndSessionDocument,
    ({ ended }) => `${formatCount(ended, "session has", "sessions have")} ended.`,
  );
  const askAndEndOthers = async () => {
    const question = {
      title: "End all other sessions?",
      body: "You are signed out everywhere but here.",
      action: "End all others",
    };
    if (await confirm(question)) end.run({ id: null, allOthers: true });
  };
  return (
    <PageCard
      title="Where you are signed in"
      actions={
        sessions.length > 1 && (
          <Button variant="default" size="xs" loading={end.isRunning} onClick={askAndEndOthers}>
            End all others
          </Button>
        )
      }
    >
      <Stack component="ul" gap="md" className="plain-list">
        {sessions.map((session) => (
          <Group component="li" key={session.id} justify="space-between" wrap="nowrap">
            <SessionText session={session} />
            {!session.isCurrent && (
              <Button
                variant="default"
                size="xs"
                disabled={end.isRunning}
                aria-label={`End the session of ${describeBrowser(session.userAgent)}`}
                onClick={() => end.run({ id: session.id, allOthers: false })}
              >
                End
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </PageCard>
  );
}

function SessionText({ session: { userAgent, isCurrent, createdAt, lastUsedAt } }: { readonly session: SessionRow }) {
  return (
    <div>
      <Group gap="xs">
        <Text size="sm" fw={500} className="wrap-anywhere" title={userAgent ?? undefined}>
          {describeBrowser(userAgent)}
        </Text>
        {isCurrent && (
          <Badge variant="light" size="sm">
            This one
          </Badge>
        )}
      </Group>
      <Text size="xs" c="dimmed">
        Since <Time value={createdAt} />
        {lastUsedAt !== null && (
          <>
            , last used <Time value={lastUsedAt} />
          </>
        )}
      </Text>
    </div>
  );
}
