import type { Caller } from "../../access/auth/caller.js";
import type { Customer as CustomerRow } from "../../database/generated/client.js";
import type { StoredJson } from "../../database/sql/stored-json.js";
import type { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { newMetadata } from "../../graphql/input/metadata.js";
import { newId } from "../../graphql/node/ids.js";
import type { NewGuest } from "../customer/customer.rows.js";
import { externalIdsColumn } from "../external-id/external-id.rules.js";
import type { AddressBookPlan } from "./address-book.plan.js";
import type { UpsertOutcome } from "./customer-upsert.type.js";
import type { ParsedRow } from "./upsert-row.rules.js";

/** The values of a new customer. */
export type NewCustomer = NewGuest & Pick<CustomerRow, "hasAccount" | "externalIds">;

/** A change of a customer. */
export interface CustomerUpdate {
  readonly before: CustomerRow;
  readonly changes: Partial<CustomerRow>;
  /** Undefined if it does not change. */
  readonly metadata: StoredJson | null | undefined;
}

/** The writes for one row. */
export interface RowPlan {
  readonly id: string;
  readonly created: NewCustomer | null;
  /** Null if the row of the customer does not change. */
  readonly updated: CustomerUpdate | null;
  readonly joins: readonly string[];
  readonly leaves: readonly string[];
  readonly addresses: AddressBookPlan | null;
  /** Updates that take an email or external id of another update come in a later step. */
  readonly step: number;
}

/** The result of planning a row: its writes, or its errors. */
export interface PlannedRow {
  readonly outcome: UpsertOutcome;
  /** Null if the row has errors. */
  readonly plan: RowPlan | null;
  readonly userErrors: UserErrorCollector;
}

/** Returns what a plan does. */
export function outcomeOf({ created, updated, addresses }: RowPlan): UpsertOutcome {
  if (created !== null) return "CREATED";
  const changesAddresses =
    addresses !== null && addresses.created.length + addresses.updated.length + addresses.deleted.length > 0;
  return updated !== null || changesAddresses ? "UPDATED" : "UNCHANGED";
}

/** Builds the values of a new customer. */
export function newCustomer(row: ParsedRow, caller: Caller | null, now: Date): NewCustomer {
  const { firstName = null, lastName = null, companyName = null, phone = null } = row.input;
  return {
    id: newId("Customer"),
    email: row.email ?? null,
    firstName,
    lastName,
    companyName,
    phone,
    hasAccount: row.input.hasAccount ?? false,
    metadata: newMetadata(row.input.metadata),
    externalIds: externalIdsColumn(row.externalIds),
    createdBy: caller?.id ?? null,
    createdAt: row.input.createdAt ?? now,
  };
}
