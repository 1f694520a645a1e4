import { useApolloClient } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { OverviewTotalsDocument } from "./overview.generated.js";

/** The time between a change and the next reading of the totals, which may count more changes then. */
const pauseMs = 3_000;

/**
 * Returns a function to call when something has changed. The totals are then read again, at most once every few seconds, and not while
 * the page is hidden.
 */
export function useStaleTotals(): () => void {
  const client = useApolloClient();
  const [areStale, setAreStale] = useState(false);
  useEffect(() => {
    if (!areStale) return;
    const refresh = () => {
      if (document.hidden) return;
      setAreStale(false);
      void Promise.allSettled(client.refetchQueries({ include: [OverviewTotalsDocument] }).results);
    };
    const timer = setTimeout(refresh, pauseMs);
    document.addEventListener("visibilitychange", refresh);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", refresh);
    };
  }, [areStale, client]);
  return () => setAreStale(true);
}
