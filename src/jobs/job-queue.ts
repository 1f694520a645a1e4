import type { Prisma } from "../database/generated/client.js";
import { afterCommit, type Tx } from "../database/transactions/transaction.js";
import { newId } from "../graphql/node/ids.js";
import type { NewJob } from "./job.js";

/** Takes jobs. Any instance of the server runs them. */
export interface JobQueue {
  /** Queues a job in the transaction, and returns its id. The job starts after the commit. */
  enqueue(tx: Tx, job: NewJob): Promise<string>;
}

/** @param onCommit is called when a transaction with a new job was committed. */
export function createJobQueue(onCommit: () => void): JobQueue {
  return {
    enqueue: async (tx, { kind, caller, requestId, input, dryRun = false, sourceFileId }) => {
      const id = newId("Job");
      await tx.job.create({
        data: {
          id,
          kind,
          input: input as Prisma.InputJsonValue,
          dryRun,
          actorType: caller.type,
          actorId: caller.id,
          scopes: [...caller.scopes],
          requestId: requestId ?? null,
          sourceFileId: sourceFileId ?? null,
        },
        select: { id: true },
      });
      afterCommit(tx, onCommit);
      return id;
    },
  };
}
