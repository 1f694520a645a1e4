import { Text } from "@mantine/core";
import type { ReactNode } from "react";

interface FactProps {
  readonly label: string;
  /** Nothing is shown as a dash. */
  readonly children: ReactNode;
}

/** A value with its name. */
export function Fact({ label, children }: FactProps) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text component="div" size="sm" dir="auto" className="wrap-anywhere">
        {children || "—"}
      </Text>
    </div>
  );
}
