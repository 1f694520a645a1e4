import { Group } from "@mantine/core";
import { personName } from "../format/person-name.js";
import { RowLink } from "../lists/row-link.js";
import { CustomerBadge } from "./customer-badge.js";
import type { CustomerRowFragment } from "./customer-row.generated.js";

interface CustomerNameProps {
  readonly customer: CustomerRowFragment;
}

/** A link to a customer. */
export function CustomerName({ customer }: CustomerNameProps) {
  const { id, hasAccount, deletedAt } = customer;
  return (
    <Group gap="xs">
      <RowLink to={`/customers/${id}`}>{personName(customer)}</RowLink>
      <CustomerBadge hasAccount={hasAccount} deletedAt={deletedAt} />
    </Group>
  );
}
