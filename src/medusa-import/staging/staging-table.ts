import type { ClientBase } from "pg";

/** The SQL types of staged columns. A list is sent as JSON. */
export type StagedType = "text" | "boolean" | "integer" | "timestamptz" | "timestamptz(3)" | "text[]";

type Columns = Readonly<Record<string, StagedType>>;

/** A temporary table in the database of this server, with the rows of Medusa in their stored form. */
export interface StagingTable {
  readonly name: string;
  readonly columns: Columns;
  /** Columns that the plan of the import fills. */
  readonly planned: Readonly<Record<string, string>>;
}

/** The columns of rows that have ids. */
const idColumns = {
  medusa_id: "text",
  new_id: "text",
  age: "timestamptz",
  problem: "text",
  lost_metadata: "boolean",
  created_at: "timestamptz(3)",
  updated_at: "timestamptz(3)",
} as const satisfies Columns;

const plannedIdColumns = {
  target_id: 'text COLLATE "C"',
  /** The id of the object that has the email or the name. */
  existing_id: 'text COLLATE "C"',
  /** created, updated, unchanged or refused. */
  outcome: "text",
};

const values = {
  Region: {
    name: "text",
    currency_code: "text",
    country_codes: "text[]",
    metadata: "text",
    deleted_at: "timestamptz(3)",
  },
  CustomerGroup: { name: "text", metadata: "text", created_by: "text", deleted_at: "timestamptz(3)" },
  Customer: {
    email: "text",
    first_name: "text",
    last_name: "text",
    company_name: "text",
    phone: "text",
    has_account: "boolean",
    metadata: "text",
    created_by: "text",
    deleted_at: "timestamptz(3)",
  },
  Address: {
    address_name: "text",
    is_default_shipping: "boolean",
    is_default_billing: "boolean",
    company: "text",
    first_name: "text",
    last_name: "text",
    address_1: "text",
    address_2: "text",
    city: "text",
    province: "text",
    postal_code: "text",
    country_code: "text",
    phone: "text",
    metadata: "text",
  },
  PriceList: {
    title: "text",
    description: "text",
    type: "text",
    status: "text",
    starts_at: "timestamptz(3)",
    ends_at: "timestamptz(3)",
    metadata: "text",
    deleted_at: "timestamptz(3)",
  },
  Order: {
    display_id: "text",
    status: "text",
    email: "text",
    currency_code: "text",
    total: "text",
    placed_at: "timestamptz(3)",
    metadata: "text",
  },
} as const satisfies Record<string, Columns>;

export const staging = {
  Region: { name: "medusa_region", columns: { ...idColumns, ...values.Region }, planned: plannedIdColumns },
  CustomerGroup: {
    name: "medusa_group",
    columns: { ...idColumns, ...values.CustomerGroup },
    planned: { ...plannedIdColumns, external_ids: "jsonb" },
  },
  Customer: {
    name: "medusa_customer",
    columns: { ...idColumns, ...values.Customer },
    planned: {
      ...plannedIdColumns,
      external_ids: "jsonb",
      /** The customer who gets the orders and memberships. */
      owner_id: 'text COLLATE "C"',
      is_registered_in_medusa: "boolean",
      password_version: "integer NOT NULL DEFAULT 0",
    },
  },
  Address: {
    name: "medusa_address",
    columns: { ...idColumns, customer_ref: "text", ...values.Address },
    planned: {
      ...plannedIdColumns,
      customer_id: 'text COLLATE "C"',
      deleted_at: "timestamptz(3)",
      deleted_with_customer: "boolean NOT NULL DEFAULT false",
    },
  },
  PriceList: {
    name: "medusa_price_list",
    columns: { ...idColumns, ...values.PriceList, group_refs: "text[]", is_for_groups: "boolean" },
    planned: {
      ...plannedIdColumns,
      customer_group_ids: `text[] COLLATE "C" NOT NULL DEFAULT '{}'`,
      prices: "jsonb NOT NULL DEFAULT '[]'",
    },
  },
  Order: {
    name: "medusa_order",
    columns: { ...idColumns, customer_ref: "text", ...values.Order },
    planned: {
      ...plannedIdColumns,
      customer_id: 'text COLLATE "C"',
      is_claimed: "boolean NOT NULL DEFAULT false",
      claimed_from: 'text COLLATE "C"',
      moved: "boolean NOT NULL DEFAULT false",
    },
  },
  Login: {
    name: "medusa_login",
    columns: {
      medusa_id: "text",
      age: "timestamptz",
      customer_ref: "text",
      login: "text",
      hash: "text",
      problem: "text",
    },
    planned: { target_id: 'text COLLATE "C"', existing_id: "text", outcome: "text" },
  },
  Membership: {
    name: "medusa_member",
    columns: { customer_ref: "text", group_ref: "text", created_at: "timestamptz(3)" },
    planned: {
      medusa_id: "text",
      customer_id: 'text COLLATE "C"',
      group_id: 'text COLLATE "C"',
      existing_id: "text",
      moved: "boolean NOT NULL DEFAULT false",
      problem: "text",
      outcome: "text",
    },
  },
  Price: {
    name: "medusa_price",
    columns: { medusa_id: "text", list_ref: "text", price: "text", problem: "text", is_left_out: "boolean" },
    planned: { existing_id: "text", outcome: "text" },
  },
} as const satisfies Record<string, StagingTable>;

export type StagedName = keyof typeof staging;

/** The value of each staged column of a row. */
export type StagedRow<Name extends StagedName> = Readonly<Record<keyof (typeof staging)[Name]["columns"], unknown>>;

/** Creates the staging tables. They disappear with the connection. */
export async function createStagingTables(client: ClientBase): Promise<void> {
  for (const { name, columns, planned } of Object.values<StagingTable>(staging)) {
    const hash = "medusa_id" in columns ? ["medusa_hash bytea"] : [];
    const list = [
      "seq integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
      ...Object.entries(columns).map(
        ([column, type]) => `${column} ${type}${type.startsWith("text") ? ' COLLATE "C"' : ""}`,
      ),
      ...hash,
      ...Object.entries(planned).map(([column, type]) => `${column} ${type}`),
    ];
    await client.query(`DROP TABLE IF EXISTS pg_temp.${name}`);
    await client.query(`CREATE TEMPORARY TABLE ${name} (${list.join(", ")})`);
  }
}

/** Inserts rows into a staging table, in one statement. */
export async function stageRows<Name extends StagedName>(
  client: ClientBase,
  name: Name,
  rows: readonly StagedRow<Name>[],
): Promise<void> {
  if (rows.length === 0) return;
  const { name: table, columns }: StagingTable = staging[name];
  const names = Object.keys(columns);
  const parameterTypes = names.map(
    (column, index) => `$${index + 1}::${columns[column] === "text[]" ? "text" : columns[column]}[]`,
  );
  const selected = names.map((column) =>
    columns[column] === "text[]" ? `ARRAY(SELECT jsonb_array_elements_text(${column}::jsonb))` : column,
  );
  const [hashColumn, hash] =
    "medusa_id" in columns ? [", medusa_hash", ", sha256(convert_to(medusa_id, 'UTF8'))"] : ["", ""];
  const given = names.map((column) => rows.map((row) => parameterOf(Reflect.get(row, column))));
  await client.query(
    `INSERT INTO ${table} (${names.join(", ")}${hashColumn}) SELECT ${selected.join(", ")}${hash}
     FROM unnest(${parameterTypes.join(", ")}) AS given (${names.join(", ")})`,
    given,
  );
}

function parameterOf(value: unknown): unknown {
  return Array.isArray(value) ? JSON.stringify(value) : value;
}

/** Creates the indexes that the plan needs, and the statistics of the tables. */
export async function indexStagingTables(client: ClientBase): Promise<void> {
  for (const { name, columns } of Object.values<StagingTable>(staging)) {
    if ("new_id" in columns) await client.query(`CREATE UNIQUE INDEX ${name}_id ON ${name} (medusa_id)`);
    await client.query(`ANALYZE ${name}`);
  }
}
