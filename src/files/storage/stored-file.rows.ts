import { Prisma, type PrismaClient } from "../../database/generated/client.js";
import type { Tx } from "../../database/transactions/transaction.js";

/** A file that is complete. */
export interface StoredFile {
  readonly id: string;
  readonly purpose: "UPLOAD" | "RESULT";
  /** The name that a client gets. Null for an upload. */
  readonly name: string | null;
  readonly folder: string;
  readonly size: number;
  readonly createdBy: string;
  /** True if the file held data of an erased person and was deleted. */
  readonly isErased: boolean;
  /** True if an erasure has not checked the file yet. */
  readonly isBeingChecked: boolean;
}

export interface NewFile extends Pick<StoredFile, "id" | "purpose" | "name" | "folder" | "createdBy"> {
  readonly isSearchable: boolean;
}

/** Must be longer than the writer takes to renew it, also while the database is away for a minute. */
const writerLeaseSeconds = 180;
/** A scan that takes longer than this is started by another instance, too. */
const checkLeaseSeconds = Prisma.sql`(60 + size / 5e6)`;

/** Inserts the row of a file that is going to be written. It concerns only erasures that are committed later. */
export async function insertFile(db: PrismaClient, file: NewFile): Promise<void> {
  const { id, purpose, name, folder, createdBy, isSearchable } = file;
  await db.$executeRaw`
    INSERT INTO stored_file (id, purpose, name, folder, created_by, is_searchable, erasures_checked, expires_at)
    SELECT ${id}, ${purpose}, ${name}, ${folder}, ${createdBy}, ${isSearchable}::boolean, coalesce(max(id), 0), now() + ${seconds(writerLeaseSeconds)}
    FROM file_erasure`;
}

/** Renews the leases of files that are being written. Returns the ids of those that are still there. */
export async function renewWriterLeases(db: PrismaClient, ids: readonly string[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    UPDATE stored_file SET expires_at = now() + ${seconds(writerLeaseSeconds)}
    WHERE id = ANY (${ids}::text[]) AND size IS NULL AND expires_at > now() RETURNING id`;
  return rows.map((row) => row.id);
}

/** Makes a file visible. Returns false if its lease has ended. */
export async function finishFile(db: PrismaClient, id: string, size: number, days: number): Promise<boolean> {
  const changed = await db.$executeRaw`
    UPDATE stored_file SET size = ${size}::bigint, expires_at = now() + make_interval(days => ${days})
    WHERE id = ${id} AND size IS NULL AND expires_at > now()`;
  return changed === 1;
}

export async function deleteFileRow(db: PrismaClient, id: string): Promise<void> {
  await db.storedFile.deleteMany({ where: { id } });
}

/** Finds a complete file. Null for a file that has expired or is being written. */
export async function findFile(db: PrismaClient | Tx, id: string): Promise<StoredFile | null> {
  const [row] = await db.$queryRaw<(Omit<StoredFile, "size"> & { size: bigint })[]>`
    SELECT id, purpose, name, folder, size, created_by AS "createdBy", erased_at IS NOT NULL AS "isErased",
      EXISTS (SELECT FROM file_erasure e WHERE e.id > f.erasures_checked) AS "isBeingChecked"
    FROM stored_file f WHERE id = ${id} AND size IS NOT NULL AND expires_at > now()`;
  return row === undefined ? null : { ...row, size: Number(row.size) };
}

/** Waits for the running erasure, and lets further ones wait until the transaction ends. */
export async function holdOffErasures(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT hold_off_erasures()::text`;
}

/** Returns the ids of files of a folder that have expired, the oldest first. */
export async function findExpiredFiles(db: PrismaClient, folder: string, maxRows: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM stored_file WHERE folder = ${folder} AND expires_at <= now() ORDER BY expires_at LIMIT ${maxRows}`;
  return rows.map((row) => row.id);
}

/** Deletes the rows of files whose contents are deleted. An expired file never becomes valid again. */
export async function deleteExpiredRows(db: PrismaClient, ids: readonly string[]): Promise<void> {
  await db.$executeRaw`DELETE FROM stored_file WHERE id = ANY (${ids}::text[]) AND expires_at <= now()`;
}

/** Deletes rows of other folders that expired a day ago. Nobody else may delete them, if their folder does not exist any more. */
export async function deleteExpiredRowsElsewhere(db: PrismaClient, folder: string): Promise<void> {
  await db.$executeRaw`DELETE FROM stored_file WHERE folder <> ${folder} AND expires_at < now() - interval '1 day'`;
}

/** Returns the ids of a list that have no row. */
export async function withoutRow(db: PrismaClient, ids: readonly string[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM unnest(${ids}::text[]) AS given (id) EXCEPT SELECT id FROM stored_file`;
  return rows.map((row) => row.id);
}

/** Returns the ids of the complete files of a folder. */
export async function findCompleteFiles(db: PrismaClient, folder: string): Promise<string[]> {
  const rows = await db.storedFile.findMany({
    where: { folder, size: { not: null }, erasedAt: null },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** Returns the number of files in other folders that have not expired. */
export async function countFilesElsewhere(db: PrismaClient, folder: string): Promise<number> {
  return db.storedFile.count({ where: { folder: { not: folder }, erasedAt: null, expiresAt: { gt: new Date() } } });
}

/** A file that this instance checks for the texts of erasures. */
export interface CheckedFile {
  readonly id: string;
  readonly isSearchable: boolean;
  readonly erasuresChecked: bigint;
}

/** Leases a file of a folder that an erasure concerns, the smallest first. Other instances skip it until the lease ends. */
export async function leaseFileToCheck(db: PrismaClient, folder: string): Promise<CheckedFile | null> {
  const [row] = await db.$queryRaw<CheckedFile[]>`
    UPDATE stored_file SET check_leased_until = now() + make_interval(secs => ${checkLeaseSeconds})
    WHERE id = (
      SELECT id FROM stored_file
      WHERE folder = ${folder} AND size IS NOT NULL AND erased_at IS NULL AND expires_at > now()
        AND erasures_checked < (SELECT max(id) FROM file_erasure) AND (check_leased_until IS NULL OR check_leased_until <= now())
      ORDER BY size, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, is_searchable AS "isSearchable", erasures_checked AS "erasuresChecked"`;
  return row ?? null;
}

/** Ends the lease of a file in which the texts of the erasures up to `last` were not found. */
export async function markChecked(db: PrismaClient, id: string, last: bigint): Promise<void> {
  await db.$executeRaw`
    UPDATE stored_file SET erasures_checked = greatest(erasures_checked, ${last}::bigint), check_leased_until = NULL
    WHERE id = ${id}`;
}

/** Ends the lease of a file that was deleted because it held data of an erased person. */
export async function markErased(db: PrismaClient, id: string): Promise<void> {
  await db.$executeRaw`UPDATE stored_file SET erased_at = now(), check_leased_until = NULL WHERE id = ${id}`;
}

/** Ends the lease of a file that could not be checked. It is due again after some seconds. */
export async function delayCheck(db: PrismaClient, id: string, pauseSeconds: number): Promise<void> {
  await db.$executeRaw`UPDATE stored_file SET check_leased_until = now() + ${seconds(pauseSeconds)} WHERE id = ${id}`;
}

function seconds(count: number): Prisma.Sql {
  return Prisma.sql`make_interval(secs => ${count})`;
}
