import type { Customer as CustomerRow } from "../../database/generated/client.js";
import { checkId } from "../../graphql/errors/check-row.js";
import type { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { normalizeEmail } from "../../graphql/input/normalize-text.js";
import { checkDefaults } from "../address/new-address.js";
import { type ExternalIdInput, maxExternalIds } from "../external-id/external-id.input.js";
import { externalIdKey } from "../external-id/external-id.rows.js";
import { checkSystems } from "../external-id/external-id.rules.js";
import { externalIdsOf } from "../external-id/external-id.type.js";
import type { AddressUpsertInput, CustomerUpsertInput, CustomerUpsertRow } from "./customer-upsert.input.js";

/** A row after the checks that need no database. */
export interface ParsedRow {
  /** The place among the rows of the call. */
  readonly index: number;
  /** Identifies the customer. Null for a new one. `email` is in normal form. */
  readonly by: { readonly id: string } | { readonly email: string } | { readonly externalId: ExternalIdInput } | null;
  readonly input: CustomerUpsertInput;
  /** The given email in normal form: of the input, or else of `by`. */
  readonly email: string | null | undefined;
  /** The given external ids: of the input, or else of `by`. */
  readonly externalIds: readonly ExternalIdInput[] | null | undefined;
  /** Null if the external ids of the input replace all. Otherwise those of other systems stay, except of these systems. */
  readonly removedSystems: ReadonlySet<string> | null;
  readonly addresses: readonly AddressUpsertInput[] | null | undefined;
  readonly ifVersion: number | null;
  /** The errors found so far. Paths are relative to the row. */
  readonly userErrors: UserErrorCollector;
}

/** The parts of a parsed row that are not in the input of the API. */
export type RowSettings = Pick<ParsedRow, "index" | "removedSystems">;

/** Checks a row for the rules that need no database. `userErrors` has the errors of the formats of its values. */
export function parseRow(row: CustomerUpsertRow, settings: RowSettings, userErrors: UserErrorCollector): ParsedRow {
  const { input } = row;
  const by = identifierOf(row, userErrors);
  const email = input.email ? normalizeEmail(input.email) : input.email;
  checkContradictions(by, email, input.externalIds, userErrors);
  checkSystems(input.externalIds, ["input", "externalIds"], userErrors);
  checkAddressBook(input.addresses ?? [], userErrors);
  const ifVersion = row.ifVersion ?? null;
  if (by === null && ifVersion !== null) {
    userErrors.add("CONFLICTING_INPUT", ["ifVersion"], "ifVersion must not be given without by.");
  }
  return {
    ...settings,
    by,
    input,
    email: by !== null && "email" in by ? by.email : email,
    externalIds:
      input.externalIds === undefined && by !== null && "externalId" in by ? [by.externalId] : input.externalIds,
    addresses: input.addresses,
    ifVersion,
    userErrors,
  };
}

function identifierOf({ by }: CustomerUpsertRow, userErrors: UserErrorCollector): ParsedRow["by"] {
  if (!by || userErrors.has(["by"])) return null;
  if (by.id !== undefined) return checkId("Customer", by.id, ["by", "id"], userErrors) ? { id: by.id } : null;
  if (by.email !== undefined) return { email: normalizeEmail(by.email) };
  return by.externalId === undefined ? null : { externalId: by.externalId };
}

/** Reports values of the input that contradict `by`. */
function checkContradictions(
  by: ParsedRow["by"],
  email: string | null | undefined,
  externalIds: readonly ExternalIdInput[] | null | undefined,
  userErrors: UserErrorCollector,
): void {
  if (by === null || "id" in by) return;
  const path = ["input", "email" in by ? "email" : "externalIds"];
  if (userErrors.has(path)) return;
  if ("email" in by) {
    if (email === undefined || email === by.email) return;
    userErrors.add("CONFLICTING_INPUT", path, "Must be the email in by, or be left out.");
  } else if (externalIds !== undefined) {
    const keys = (externalIds ?? []).map(externalIdKey);
    if (keys.includes(externalIdKey(by.externalId))) return;
    userErrors.add("CONFLICTING_INPUT", path, "Must contain the external id in by.");
  }
}

function checkAddressBook(addresses: readonly AddressUpsertInput[], userErrors: UserErrorCollector): void {
  const ids = new Set<string>();
  for (const [index, { id }] of addresses.entries()) {
    const path = ["input", "addresses", String(index), "id"];
    if (typeof id !== "string" || !checkId("Address", id, path, userErrors)) continue;
    if (ids.has(id)) userErrors.add("CONFLICTING_INPUT", path, "Must not be the id of another address in the list.");
    ids.add(id);
  }
  checkDefaults(addresses, userErrors);
}

/** Returns the row with the external ids that the customer has after it, if the row does not replace all of them. */
export function withOtherExternalIds(
  row: ParsedRow,
  { externalIds }: Pick<CustomerRow, "externalIds">,
  userErrors: UserErrorCollector,
): ParsedRow {
  const { input, removedSystems } = row;
  if (removedSystems === null || !input.externalIds) return row;
  const given = new Set(input.externalIds.map(({ system }) => system));
  const others = externalIdsOf(externalIds).filter(({ system }) => !given.has(system) && !removedSystems.has(system));
  const all = [...input.externalIds, ...others];
  if (all.length > maxExternalIds) {
    userErrors.add("TOO_MANY", ["input", "externalIds"], `Must have at most ${maxExternalIds} elements.`);
  }
  return { ...row, input: { ...input, externalIds: all } };
}
