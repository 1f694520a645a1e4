import type { JsonValue } from "@prisma/client/runtime/client";
import type { Caller } from "../../access/auth/caller.js";
import type { Scope } from "../../access/auth/scope.type.js";
import type { Tx } from "../../database/transactions/transaction.js";
import type { Path, UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import type { ExternalIdInput } from "./external-id.input.js";
import { type ExternalIdTable, externalIdKey, findExternalIdOwners } from "./external-id.rows.js";
import { externalIdsOf } from "./external-id.type.js";

/** A kind of objects with external ids. */
export interface ExternalIdKind {
  readonly table: ExternalIdTable;
  /** The kind in messages. */
  readonly name: string;
  /** The scope to read such an object. */
  readonly readScope: Scope;
}

export const customerExternalIds: ExternalIdKind = {
  table: { name: "customer_external_id", ownerId: "customer_id" },
  name: "customer",
  readScope: "CUSTOMERS_READ",
};

export const groupExternalIds: ExternalIdKind = {
  table: { name: "customer_group_external_id", ownerId: "group_id" },
  name: "customer group",
  readScope: "CUSTOMER_GROUPS_READ",
};

/** Reports two external ids of one system, at the later one. */
export function checkSystems(
  externalIds: readonly ExternalIdInput[] | null | undefined,
  path: Path,
  userErrors: UserErrorCollector,
): void {
  const systems = new Set<string>();
  for (const [index, { system }] of (externalIds ?? []).entries()) {
    if (systems.has(system)) {
      const message = "Must be a system that no other external id in the list has.";
      userErrors.add("CONFLICTING_INPUT", [...path, String(index), "system"], message);
    }
    systems.add(system);
  }
}

/** Returns the value of the column: the external ids sorted by system, or null if there are none. */
export function externalIdsColumn(externalIds: readonly ExternalIdInput[] | null | undefined): JsonValue {
  if (!externalIds?.length) return null;
  return externalIds
    .map(({ system, value }) => ({ system, value }))
    .sort((one, other) => (one.system < other.system ? -1 : 1));
}

/**
 * Reports external ids of another object that is not deleted, at their index. The unique index of the table enforces the
 * rule. Only callers who may read such objects get the id of the other object.
 */
export async function checkExternalIdsAreFree(
  tx: Tx,
  caller: Caller | null,
  kind: ExternalIdKind,
  { id, externalIds }: { id?: string; externalIds?: readonly ExternalIdInput[] | null | undefined },
  userErrors: UserErrorCollector,
): Promise<void> {
  const path = ["input", "externalIds"];
  if (!externalIds?.length || userErrors.has(path)) return;
  const owners = await findExternalIdOwners(tx, kind.table, externalIds);
  for (const [index, externalId] of externalIds.entries()) {
    const owner = owners.get(externalIdKey(externalId));
    if (owner !== undefined && owner !== id) {
      addExternalIdTaken(caller, { kind, owner }, [...path, String(index)], userErrors);
    }
  }
}

/** Reports EXTERNAL_ID_TAKEN for a deleted object whose external ids another object has by now. */
export async function checkRestoredExternalIds(
  tx: Tx,
  caller: Caller | null,
  kind: ExternalIdKind,
  { externalIds }: { externalIds: JsonValue },
  userErrors: UserErrorCollector,
): Promise<void> {
  const [owner] = (await findExternalIdOwners(tx, kind.table, externalIdsOf(externalIds))).values();
  if (owner !== undefined) addExternalIdTaken(caller, { kind, owner }, ["id"], userErrors);
}

/** Adds EXTERNAL_ID_TAKEN. `owner` is the id of the other object, if it is known. */
export function addExternalIdTaken(
  caller: Caller | null,
  { kind, owner }: { kind: ExternalIdKind; owner: string | null },
  path: Path,
  userErrors: UserErrorCollector,
): void {
  const existingId = caller?.scopes.has(kind.readScope) ? owner : null;
  userErrors.addTaken("EXTERNAL_ID_TAKEN", path, `Must be an external id that no other ${kind.name} has.`, existingId);
}
