/** The rows that the queries of both versions return. Timestamps are texts with milliseconds; `age` has microseconds. */
interface SourceRow {
  readonly id: string;
  readonly age: string;
  readonly created_at: string;
  readonly updated_at: string;
}

interface WithMetadata {
  readonly metadata: string | null;
  /** The type of the JSON value. Null if there is none. */
  readonly metadata_type: string | null;
}

export interface SourceRegion extends SourceRow, WithMetadata {
  readonly name: string | null;
  readonly currency_code: string | null;
  readonly countries: string[] | null;
  readonly deleted_at: string | null;
}

export interface SourceGroup extends SourceRow, WithMetadata {
  readonly name: string | null;
  readonly created_by: string | null;
  readonly deleted_at: string | null;
}

export interface SourceCustomer extends SourceRow, WithMetadata {
  readonly email: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly company_name: string | null;
  readonly phone: string | null;
  readonly has_account: boolean | null;
  readonly created_by: string | null;
  readonly deleted_at: string | null;
}

export interface SourceLogin {
  readonly id: string;
  readonly age: string;
  readonly customer_id: string;
  readonly login: string | null;
  readonly hash: string | null;
}

export interface SourceAddress extends SourceRow, WithMetadata {
  readonly customer_id: string;
  readonly address_name: string | null;
  readonly is_default_shipping: boolean | null;
  readonly is_default_billing: boolean | null;
  readonly company: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly address_1: string | null;
  readonly address_2: string | null;
  readonly city: string | null;
  readonly province: string | null;
  readonly postal_code: string | null;
  readonly country_code: string | null;
  readonly phone: string | null;
}

export interface SourceMembership {
  readonly customer_id: string;
  readonly group_id: string;
  /** Null in 1.20. */
  readonly created_at: string | null;
}

export interface SourcePriceList extends SourceRow, WithMetadata {
  readonly title: string | null;
  readonly description: string | null;
  readonly type: string | null;
  readonly status: string | null;
  readonly starts_at: string | null;
  readonly ends_at: string | null;
  readonly deleted_at: string | null;
  /** The groups of the list. Null for a list without a rule for groups. */
  readonly groups: string[] | null;
  /** True if the list has rules that this server does not have. */
  readonly has_other_rules: boolean;
}

export interface SourcePrice {
  readonly id: string;
  readonly price_list_id: string;
  readonly variant_id: string | null;
  readonly currency_code: string | null;
  /** In 1.20 in the smallest unit. */
  readonly amount: string | null;
  readonly min_quantity: string | null;
  readonly max_quantity: string | null;
  /** True if the price is for a region or has other conditions. */
  readonly is_conditional: boolean;
}

export interface SourceOrder extends SourceRow, WithMetadata {
  readonly customer_id: string | null;
  readonly display_id: string | null;
  readonly status: string | null;
  readonly email: string | null;
  readonly currency_code: string | null;
  /** In 1.20 in the smallest unit. Null in 2.x without a summary. */
  readonly total: string | null;
}

/** Rows that the import does not read, and the reason. */
export interface LeftOutRows {
  readonly rows: RowsName;
  readonly reason: string;
  readonly count: number;
}

/** The names of the rows in the summary. */
export type RowsName =
  | "regions"
  | "groups"
  | "customers"
  | "logins"
  | "addresses"
  | "memberships"
  | "price lists"
  | "prices"
  | "orders";

/** The queries of one version. */
export interface SourceQueries {
  readonly regions: string;
  readonly groups: string;
  readonly customers: string;
  readonly logins: string;
  readonly addresses: string;
  readonly memberships: string;
  readonly priceLists: string;
  readonly prices: string;
  readonly orders: string;
  /** Returns `LeftOutRows`. */
  readonly leftOut: string;
}
