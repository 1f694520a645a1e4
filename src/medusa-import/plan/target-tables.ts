import type { StagedKind } from "../staging/staged-ids.js";

/** A table of this server and its columns that the import writes. */
export interface TargetTable {
  readonly kind: StagedKind;
  readonly staging: string;
  readonly table: string;
  /** The columns that are compared, and written when one differs. */
  readonly values: readonly string[];
  /** Columns that are written for new rows only. */
  readonly initial: readonly string[];
  /** More assignments of an update. `t` is the row, `s` the staged row. */
  readonly assignments?: string;
  /** A condition on the staged row `s`, without which it cannot be written: a customer may have been erased since the plan. */
  readonly requires?: string;
  readonly hasVersion: boolean;
  readonly canBeDeleted: boolean;
}

const isErased = (id: string) => `EXISTS (SELECT FROM customer e WHERE e.id = ${id} AND e.erased_at IS NOT NULL)`;
const customerExists = "EXISTS (SELECT FROM customer c WHERE c.id = s.customer_id)";

const deletable = { hasVersion: true, canBeDeleted: true } as const;

export const targets = {
  Region: {
    kind: "Region",
    staging: "medusa_region",
    table: "region",
    values: ["name", "currency_code", "country_codes", "metadata", "deleted_at"],
    initial: [],
    ...deletable,
  },
  CustomerGroup: {
    kind: "CustomerGroup",
    staging: "medusa_group",
    table: "customer_group",
    values: ["name", "metadata", "created_by", "deleted_at"],
    initial: ["external_ids"],
    ...deletable,
  },
  Customer: {
    kind: "Customer",
    staging: "medusa_customer",
    table: "customer",
    values: [
      "email",
      "first_name",
      "last_name",
      "company_name",
      "phone",
      "has_account",
      "metadata",
      "created_by",
      "deleted_at",
    ],
    initial: ["external_ids", "password_version"],
    // A new email is not proven. A deletion ends all sessions.
    assignments: `email_verified_at = CASE WHEN t.email IS NOT DISTINCT FROM s.email THEN t.email_verified_at END,
      password_version = t.password_version + (t.deleted_at IS NULL AND s.deleted_at IS NOT NULL)::integer`,
    requires: `NOT ${isErased("s.target_id")}`,
    ...deletable,
  },
  Address: {
    kind: "Address",
    staging: "medusa_address",
    table: "customer_address",
    values: [
      "customer_id",
      "address_name",
      "is_default_shipping",
      "is_default_billing",
      "company",
      "first_name",
      "last_name",
      "address_1",
      "address_2",
      "city",
      "province",
      "postal_code",
      "country_code",
      "phone",
      "metadata",
      "deleted_at",
      "deleted_with_customer",
    ],
    initial: [],
    requires: `${customerExists} AND NOT ${isErased("s.customer_id")}`,
    ...deletable,
  },
  PriceList: {
    kind: "PriceList",
    staging: "medusa_price_list",
    table: "price_list",
    values: [
      "title",
      "description",
      "type",
      "status",
      "starts_at",
      "ends_at",
      "metadata",
      "prices",
      "customer_group_ids",
      "deleted_at",
    ],
    initial: [],
    ...deletable,
  },
  Order: {
    kind: "Order",
    staging: "medusa_order",
    table: "customer_order",
    values: ["customer_id", "display_id", "status", "email", "currency_code", "total", "placed_at", "metadata"],
    initial: ["is_claimed", "claimed_from"],
    requires: `(s.customer_id IS NULL OR ${customerExists}) AND (num_nonnulls(s.email, s.metadata) = 0 OR NOT ${isErased("s.customer_id")})`,
    hasVersion: false,
    canBeDeleted: false,
  },
} as const satisfies Record<StagedKind, TargetTable>;

/** The SQL of the value that is unique among rows that are not deleted. */
export const uniqueKeys = {
  name: (alias: string) => `fold_case(${alias}.name)`,
  email: (alias: string) => `(${alias}.email || CASE WHEN ${alias}.has_account THEN '+' ELSE '-' END)`,
} as const;

/** Metadata is staged as text, which keeps every digit, and compared as text. */
const isMetadata = (column: string) => column === "metadata";

export function stagedValue(alias: string, column: string): string {
  return isMetadata(column) ? `${alias}.metadata::jsonb` : `${alias}.${column}`;
}

/** Returns the condition that the row `t` differs from the staged row `s`, in a value or by a later change in Medusa. */
export function differs({ values }: TargetTable): string {
  const left = values.map((column) => (isMetadata(column) ? "t.metadata::text" : `t.${column}`));
  const right = values.map((column) => `s.${column}`);
  return `((${left.join(", ")}) IS DISTINCT FROM (${right.join(", ")}) OR s.updated_at > t.updated_at)`;
}
