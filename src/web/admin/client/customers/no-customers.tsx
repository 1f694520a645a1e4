import { Button } from "@mantine/core";
import { EmptyState } from "../layout/states.js";
import type { CustomerList } from "./use-customer-list.js";

interface NoCustomersProps {
  readonly state: CustomerList;
}

/** Says why the list is empty. */
export function NoCustomers({ state: { list, areDeleted, isFiltered, clearFilters } }: NoCustomersProps) {
  if (isFiltered) {
    return (
      <EmptyState title="No customer matches the filters">
        <Button variant="default" size="xs" mt="xs" onClick={clearFilters}>
          Clear the filters
        </Button>
      </EmptyState>
    );
  }
  if (list.search !== "")
    return (
      <EmptyState title="No customer matches">Every word must occur in a name, email, company or phone.</EmptyState>
    );
  if (areDeleted)
    return <EmptyState title="No deleted customers">Deleted customers are kept here, and can be restored.</EmptyState>;
  return (
    <EmptyState title="No customers yet">They appear here when somebody signs up, or when you import them.</EmptyState>
  );
}
