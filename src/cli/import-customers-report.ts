import type { FileHandle } from "node:fs/promises";
import type { PrismaClient } from "../database/generated/client.js";
import { csvRow } from "../file-formats/csv.writer.js";
import { formatTable } from "./import-table.js";

const maxShown = 20;
const pageSize = 1_000;

/** An import that has ended, with its first errors. */
export async function readEndedImport(db: PrismaClient, id: string) {
  return db.job.findUniqueOrThrow({
    where: { id },
    include: { errors: { orderBy: { position: "asc" }, take: maxShown } },
  });
}

type EndedImport = Awaited<ReturnType<typeof readEndedImport>>;

/** Writes the result of an import as text: a table of counts, then the first errors of rows. */
export function formatImport({ errors, errorCount, ...counts }: EndedImport): string {
  const columns = ["processed", "created", "updated", "unchanged", "failed"] as const;
  const table = formatTable([
    ["", "read", "created", "updated", "unchanged", "refused"],
    ["customers", ...columns.map((column) => counts[column].toLocaleString("en"))],
  ]);
  const lines = errors.map(
    ({ line, column, code, message }) => `  line ${line}${column === null ? "" : `, ${column}`}: ${code} ${message}`,
  );
  if (errorCount > errors.length) lines.push(`  … and ${(errorCount - errors.length).toLocaleString("en")} more.`);
  return `${[table, ...(lines.length > 0 ? ["", "Errors:", ...lines] : [])].join("\n")}\n`;
}

/** Writes all errors of an import to a CSV file. */
export async function writeErrors(db: PrismaClient, jobId: string, file: FileHandle): Promise<void> {
  await file.write(csvRow(["line", "column", "code", "message"]));
  for (let after = 0; ; ) {
    const page = await db.jobRowError.findMany({
      where: { jobId, position: { gt: after } },
      orderBy: { position: "asc" },
      take: pageSize,
    });
    const last = page.at(-1);
    if (last === undefined) return;
    const rows = page.map(({ line, column, code, message }) => csvRow([String(line), column ?? "", code, message]));
    await file.write(rows.join(""));
    after = last.position;
  }
}
