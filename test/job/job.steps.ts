import { rootKeyId } from "../../src/access/api-key/root-key.js";
import type { Prisma } from "../../src/database/generated/client.js";
import type { TestServer } from "../support/server.js";

/** Inserts a job that the root key has started. No worker runs in these tests. */
export async function givenJob(
  { testDatabase }: TestServer,
  job: Partial<Prisma.JobCreateInput> & { id: string },
): Promise<void> {
  const defaults = { kind: "CUSTOMERS_IMPORT", actorType: "API_KEY", actorId: rootKeyId, scopes: [] };
  await testDatabase.database.prisma.job.create({ data: { ...defaults, ...job } });
}

/** Inserts errors for the lines 2, 3, … of the file of a job. */
export async function givenErrors({ testDatabase }: TestServer, jobId: string, count: number): Promise<void> {
  await testDatabase.database.prisma.jobRowError.createMany({
    data: Array.from({ length: count }, (_, index) => ({
      jobId,
      position: index + 1,
      line: index + 2,
      code: "INVALID_EMAIL",
      message: "Must be an email address.",
      column: "E-Mail",
      path: ["email"],
    })),
  });
}
