import { Badge } from "@mantine/core";

interface CustomerBadgeProps {
  readonly hasAccount: boolean;
  readonly deletedAt: string | null;
}

/** Says that a customer is deleted or has an account. Nothing for guests. */
export function CustomerBadge({ hasAccount, deletedAt }: CustomerBadgeProps) {
  if (deletedAt !== null) {
    return (
      <Badge color="red" variant="light" size="sm">
        Deleted
      </Badge>
    );
  }
  return (
    hasAccount && (
      <Badge variant="light" size="sm">
        Account
      </Badge>
    )
  );
}
