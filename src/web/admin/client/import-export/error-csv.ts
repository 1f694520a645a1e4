import type { ApolloClient } from "@apollo/client";
import { JobErrorsDocument, type JobErrorsQuery } from "./job.generated.js";

const pageSize = 250;
const header = ["line", "column", "code", "message"];

type ErrorPage = NonNullable<JobErrorsQuery["job"]>["errors"];

/** Reads all errors of a job, and returns them as CSV. */
export async function readErrorsAsCsv(client: ApolloClient, id: string): Promise<string> {
  const lines = [csvLine(header)];
  let after: string | null = null;
  do {
    const page: ErrorPage | undefined = await readPage(client, id, after);
    for (const { node } of page?.edges ?? []) {
      lines.push(csvLine([String(node.line), node.column ?? "", node.code, node.message]));
    }
    after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return lines.join("");
}

async function readPage(client: ApolloClient, id: string, after: string | null): Promise<ErrorPage | undefined> {
  const variables = { id, first: pageSize, after };
  const { data } = await client.query({ query: JobErrorsDocument, variables, fetchPolicy: "no-cache" });
  return data?.job?.errors;
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** A cell that a spreadsheet could run as a formula gets `'` in front, as in exports. The name of a column may be one. */
function csvCell(text: string): string {
  const guarded = /^[=+\-@'\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
