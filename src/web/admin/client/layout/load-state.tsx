import { Alert, Button, Group, Skeleton, Text } from "@mantine/core";
import { CircleAlert, History } from "lucide-react";
import type { ReactNode } from "react";
import { describeError } from "../api/describe-error.js";

/** A query whose data are shown. */
export interface ShownQuery {
  readonly error?: unknown;
  refetch(): unknown;
}

interface LoadStateProps {
  /** The queries of a card, a list or a page. */
  readonly queries: readonly ShownQuery[];
  /** True if their data are shown, also if those are of an earlier request. */
  readonly isLoaded: boolean;
  /** The height of the placeholder while the first data are loaded. By default, there is no placeholder. */
  readonly height?: number;
  /** Further buttons beside the error. */
  readonly children?: ReactNode;
}

/**
 * Says that the data of queries are being loaded, that they could not be loaded, or that those which are shown may be old because they
 * could not be loaded again.
 */
export function LoadState({ queries, isLoaded, height, children }: LoadStateProps) {
  const failed = queries.filter(({ error }) => error !== undefined);
  const [first] = failed;
  const retry = () => void Promise.allSettled(failed.map((query) => query.refetch()));
  if (isLoaded) {
    return (
      // Screen readers read a notice aloud if its region was there before.
      <div role="status" className="load-state">
        {first && <OldDataNotice error={first.error} onRetry={retry} />}
      </div>
    );
  }
  if (first) {
    return (
      <LoadError error={first.error} onRetry={retry}>
        {children}
      </LoadError>
    );
  }
  return height === undefined ? null : <Skeleton height={height} />;
}

interface ProblemProps {
  readonly error: unknown;
  onRetry(): void;
}

function OldDataNotice({ error, onRetry }: ProblemProps) {
  return (
    <Alert color="yellow" p="xs" icon={<History size={18} />} title="These data may be old or incomplete">
      <Group gap="xs" justify="space-between">
        <Text size="sm">{describeError(error)}</Text>
        <Button size="compact-sm" variant="default" onClick={onRetry}>
          Try again
        </Button>
      </Group>
    </Alert>
  );
}

function LoadError({ error, onRetry, children }: ProblemProps & Pick<LoadStateProps, "children">) {
  return (
    <Alert color="red" role="alert" icon={<CircleAlert size={18} />} title="This could not be loaded">
      <Text size="sm">{describeError(error)}</Text>
      <Group gap="xs" mt="sm">
        <Button size="xs" onClick={onRetry}>
          Try again
        </Button>
        {children}
      </Group>
    </Alert>
  );
}
