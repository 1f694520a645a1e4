import type { GraphQLFormattedError } from "graphql";
import { type Address, connect } from "../history/subscriber.js";
import { eventually } from "../support/mail.js";

const query =
  "subscription ($id: ID!) { job(id: $id) { id status processed errors { totalCount nodes { line } } finishedAt } }";

interface JobState {
  readonly id: string;
  readonly status: string;
  readonly processed: number;
  readonly errors: { readonly totalCount: number; readonly nodes: readonly { readonly line: number }[] };
  readonly finishedAt: string | null;
}

/** A client that subscribes to a job, over its own connection. */
export interface JobFollower {
  /** The received states. */
  readonly states: readonly JobState[];
  /** The errors of the end. Empty if the subscription was completed. */
  readonly end: Promise<readonly GraphQLFormattedError[]>;
  /** Waits until a state has arrived. */
  until(isSo: (state: JobState) => boolean): Promise<JobState>;
}

export function followJob(address: Address, id: string): JobFollower {
  const client = connect(address);
  const states: JobState[] = [];
  const errors: GraphQLFormattedError[] = [];
  const end = new Promise<readonly GraphQLFormattedError[]>((resolve, reject) => {
    client.subscribe<{ job: JobState }>(
      { query, variables: { id } },
      {
        next: (result) => {
          errors.push(...((result.errors ?? []) as GraphQLFormattedError[]));
          if (result.data) states.push(result.data.job);
        },
        complete: () => resolve(errors),
        error: (reason) => (Array.isArray(reason) ? resolve(reason) : reject(reason)),
      },
    );
  }).finally(() => client.dispose());
  return { states, end, until: (isSo) => eventually("the state has not arrived", async () => states.find(isSo)) };
}
