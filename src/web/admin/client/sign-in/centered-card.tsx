import { Center, Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { BrandMark } from "../layout/brand-mark.js";

interface CenteredCardProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A page without navigation: one card in the middle. */
export function CenteredCard({ title, children }: CenteredCardProps) {
  return (
    <Center mih="100dvh" p="md" component="main" bg="var(--app-background)">
      <title>{`${title} · Shop customers`}</title>
      <Stack w="100%" maw={400} gap="lg">
        <Stack align="center" gap="xs">
          <BrandMark size={44} />
          <Text c="dimmed" size="sm">
            Shop customers
          </Text>
        </Stack>
        <Paper withBorder shadow="sm" p="xl" radius="lg">
          <Stack gap="md">
            <Title order={1} size="h3" ta="center">
              {title}
            </Title>
            {children}
          </Stack>
        </Paper>
      </Stack>
    </Center>
  );
}
