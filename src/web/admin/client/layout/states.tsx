import { Center, Stack, Text, Title } from "@mantine/core";
import { Inbox } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  readonly title: string;
  readonly children?: ReactNode;
}

/** Is shown instead of a list without rows. */
export function EmptyState({ title, children }: EmptyStateProps) {
  return (
    <Center py={48} px="md">
      <Stack align="center" gap="xs" maw={420}>
        <Inbox size={32} aria-hidden color="var(--mantine-color-dimmed)" />
        <Text fw={600}>{title}</Text>
        <Text c="dimmed" ta="center" size="sm" component="div">
          {children}
        </Text>
      </Stack>
    </Center>
  );
}

interface MessagePageProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A page that says why there is nothing else. */
export function MessagePage({ title, children }: MessagePageProps) {
  return (
    <Center mih="50dvh" p="md">
      <title>{`${title} · Shop customers`}</title>
      <Stack align="center" gap="sm">
        <Title order={1} size="h3" ta="center">
          {title}
        </Title>
        <Text c="dimmed" ta="center">
          {children}
        </Text>
      </Stack>
    </Center>
  );
}
