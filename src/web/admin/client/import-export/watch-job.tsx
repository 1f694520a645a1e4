import { useSubscription } from "@apollo/client/react";
import { LoadState } from "../layout/load-state.js";
import { JobStatesDocument } from "./jobs.generated.js";

interface WatchJobProps {
  readonly id: string;
}

/**
 * Receives the states of a job until it has ended. They go into the cache, so all lists and pages show them. Says if they do not come
 * any longer.
 */
export function WatchJob({ id }: WatchJobProps) {
  const { error, restart } = useSubscription(JobStatesDocument, { variables: { id } });
  return <LoadState queries={[{ error, refetch: restart }]} isLoaded />;
}
