import { Group, Paper, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

interface PageCardProps {
  readonly title: string;
  /** Buttons beside the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page, with a heading. */
export function PageCard({ title, actions, children }: PageCardProps) {
  const id = useId();
  return (
    <Paper component="section" withBorder p="lg" aria-labelledby={id}>
      <Group justify="space-between" gap="sm" mb="sm" mih={30}>
        <Title order={2} size="h5" id={id}>
          {title}
        </Title>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Paper>
  );
}
