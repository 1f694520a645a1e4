import { Button, Center } from "@mantine/core";
import { useState } from "react";
import { notifyError } from "../dialogs/notify.js";
import type { PageInfo } from "./use-list-url.js";

interface LoadMoreProps {
  readonly pageInfo: Pick<PageInfo, "hasNextPage" | "endCursor">;
  /** Loads the page after the cursor. */
  onLoad(after: string): Promise<unknown>;
}

/** A button that adds the next page to a list. Nothing at the end of the list. */
export function LoadMore({ pageInfo: { hasNextPage, endCursor }, onLoad }: LoadMoreProps) {
  const [isLoading, setIsLoading] = useState(false);
  if (!hasNextPage || endCursor === null) return null;
  const load = async () => {
    setIsLoading(true);
    try {
      await onLoad(endCursor);
    } catch (error) {
      notifyError(error);
    } finally {
      setIsLoading(false);
    }
  };
  return (
    <Center mt="md">
      <Button variant="default" size="sm" loading={isLoading} onClick={load}>
        Load more
      </Button>
    </Center>
  );
}
