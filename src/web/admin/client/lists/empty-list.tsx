import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { EmptyState } from "../layout/states.js";
import type { ListUrl } from "./use-list-url.js";

interface EmptyListProps {
  readonly list: Pick<ListUrl<string>, "isFirstPage" | "showFirst">;
  /** Says why the whole list is empty. */
  readonly children?: ReactNode;
}

/** Is shown instead of a page without rows. A later page is empty if its rows were deleted, and leads to the first one. */
export function EmptyList({ list, children }: EmptyListProps) {
  if (list.isFirstPage) return children;
  return (
    <EmptyState title="This page is empty">
      <Button variant="default" size="xs" mt="xs" onClick={list.showFirst}>
        Show the first page
      </Button>
    </EmptyState>
  );
}
