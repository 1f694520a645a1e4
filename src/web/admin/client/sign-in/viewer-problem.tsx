import { Button, Stack, Text } from "@mantine/core";
import { CenteredCard } from "./centered-card.js";

interface ViewerProblemProps {
  readonly title: string;
  readonly message: string;
  onRetry?: () => void;
  onSignOut(): void;
}

/** Somebody has signed in, but the app cannot be shown. */
export function ViewerProblem({ title, message, onRetry, onSignOut }: ViewerProblemProps) {
  return (
    <CenteredCard title={title}>
      <Text role="alert">{message}</Text>
      <Stack gap="xs">
        {onRetry && <Button onClick={onRetry}>Try again</Button>}
        <Button variant="default" onClick={onSignOut}>
          Sign out
        </Button>
      </Stack>
    </CenteredCard>
  );
}
