import { Button, Group } from "@mantine/core";
import { ChevronLeft, ChevronRight, ChevronsLeft } from "lucide-react";
import type { ListUrl, PageInfo } from "./use-list-url.js";

interface CursorPagerProps {
  readonly list: Pick<ListUrl<string>, "isFirstPage" | "showFirst" | "showNext" | "showPrevious">;
  readonly pageInfo: PageInfo | undefined;
}

/** Buttons for the first, the previous and the next page of a list. Nothing if there is one page. */
export function CursorPager({ list, pageInfo }: CursorPagerProps) {
  if (!pageInfo || (!pageInfo.hasNextPage && !pageInfo.hasPreviousPage && list.isFirstPage)) return null;
  return (
    <Group component="nav" aria-label="Pages" justify="flex-end" gap="xs">
      <Button
        variant="default"
        size="sm"
        leftSection={<ChevronsLeft size={16} aria-hidden />}
        disabled={list.isFirstPage}
        onClick={list.showFirst}
      >
        First
      </Button>
      <Button
        variant="default"
        size="sm"
        leftSection={<ChevronLeft size={16} aria-hidden />}
        disabled={!pageInfo.hasPreviousPage}
        onClick={() => list.showPrevious(pageInfo)}
      >
        Previous
      </Button>
      <Button
        variant="default"
        size="sm"
        rightSection={<ChevronRight size={16} aria-hidden />}
        disabled={!pageInfo.hasNextPage}
        onClick={() => list.showNext(pageInfo)}
      >
        Next
      </Button>
    </Group>
  );
}
