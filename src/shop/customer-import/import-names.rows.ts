import { createHash } from "node:crypto";
import type { PrismaClient } from "../../database/generated/client.js";
import type { Tx } from "../../database/transactions/transaction.js";
import type { EarlierNames } from "../customer-sync/upsert-rows.js";
import type { ImportPhase } from "./import-job.js";

/**
 * The customers that the rows of an import identify. They are in the database, so that a later row that identifies the same customer
 * is refused also in another batch. Only hashes are stored, because names contain emails. They are salted with the job and the phase.
 */
export class ImportNames implements EarlierNames {
  readonly #jobId: string;
  readonly #phase: ImportPhase;

  constructor(jobId: string, phase: ImportPhase) {
    this.#jobId = jobId;
    this.#phase = phase;
  }

  async find(tx: Tx, names: readonly string[]): Promise<ReadonlySet<string>> {
    if (names.length === 0) return new Set();
    const byHash = new Map(names.map((name) => [this.#hash(name), name]));
    const rows = await tx.$queryRaw<{ hash: string }[]>`
      SELECT name_hash::text AS hash FROM customer_import_name
      WHERE job_id = ${this.#jobId} AND name_hash = ANY (${[...byHash.keys()]}::uuid[])`;
    return new Set(rows.flatMap(({ hash }) => byHash.get(hash) ?? []));
  }

  async add(tx: Tx, names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    await tx.$executeRaw`
      INSERT INTO customer_import_name (job_id, name_hash)
      SELECT ${this.#jobId}, hash FROM unnest(${names.map((name) => this.#hash(name))}::uuid[]) AS given (hash)`;
  }

  #hash(name: string): string {
    return hashOf(this.#jobId, this.#phase, name);
  }
}

/** Returns 128 bits of a hash, in the form of a uuid. */
function hashOf(jobId: string, phase: ImportPhase, name: string): string {
  const hash = createHash("sha256").update(`${jobId}\n${phase}\n${name}`).digest("hex");
  return hash.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Deletes what imports remember of a person, in the transaction of an erasure, and the rows of imports that have ended. */
export async function eraseImportNames(tx: Tx, names: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM customer_import_name n WHERE NOT EXISTS (SELECT FROM job WHERE id = n.job_id AND finished_at IS NULL)`;
  const jobs = await tx.job.findMany({ where: { kind: "CUSTOMERS_IMPORT", finishedAt: null }, select: { id: true } });
  const phases: readonly ImportPhase[] = ["check", "write"];
  for (const { id } of jobs) {
    const hashes = phases.flatMap((phase) => names.map((name) => hashOf(id, phase, name)));
    await tx.$executeRaw`
      DELETE FROM customer_import_name WHERE job_id = ${id} AND name_hash = ANY (${hashes}::uuid[])`;
  }
}

const maxDeleted = 50_000;

/** Deletes the rows of an import that has ended. */
export async function deleteImportNames(db: PrismaClient, jobId: string): Promise<void> {
  let deleted = maxDeleted;
  while (deleted === maxDeleted) {
    deleted = await db.$executeRaw`
      DELETE FROM customer_import_name WHERE job_id = ${jobId} AND name_hash IN (
        SELECT name_hash FROM customer_import_name WHERE job_id = ${jobId} LIMIT ${maxDeleted})`;
  }
}

/** Deletes rows of imports that have ended without deleting them, for example because they were cancelled. */
export async function deleteOldImportNames(db: PrismaClient, maxRows: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM customer_import_name WHERE (job_id, name_hash) IN (
      SELECT job_id, name_hash FROM customer_import_name n
      WHERE NOT EXISTS (SELECT FROM job WHERE id = n.job_id AND finished_at IS NULL) LIMIT ${maxRows})`;
}
