import type { ChangeFieldsFragment } from "../support/generated/graphql.js";
import type { TestServer } from "../support/server.js";
import { changesPage } from "./history.operations.js";

/** The expected part of a change: each field by its name, before and after. */
export interface Recorded {
  readonly action: ChangeFieldsFragment["action"];
  readonly subject: string;
  readonly fields: Readonly<Record<string, readonly [before: unknown, after: unknown]>>;
}

/** A change in short form, for example `CREATED` of `CUSTOMER cus_1`. */
export function inShort({ action, subjectType, subjectId, fields }: ChangeFieldsFragment): Recorded {
  const byName = Object.fromEntries(fields.map(({ name, before, after }) => [name, [before, after]] as const));
  return { action, subject: `${subjectType} ${subjectId}`, fields: byName };
}

/** Returns the changes that are recorded while `work` runs, 250 at most. */
export async function changesOf(server: TestServer, work: () => Promise<unknown>): Promise<ChangeFieldsFragment[]> {
  const { changes: former } = await server.run(changesPage, { last: 1 });
  await work();
  const { changes } = await server.run(changesPage, { first: 250, after: former.pageInfo.endCursor ?? null });
  return changes.nodes;
}

/** All rows of the table, as text. */
export async function historyAsText({ testDatabase }: TestServer): Promise<string[]> {
  const { rows } = await testDatabase.database.pool.query<{ row: string }>(
    "SELECT change::text AS row FROM change ORDER BY sequence",
  );
  return rows.map(({ row }) => row);
}
