import type { MedusaDatabase, Version } from "./medusa-database.js";

/*
 * Computes what an import must bring, row by row and in plain code, from the rows of Medusa. It shares no code with the import.
 * Rows are named by their ids in Medusa.
 */

type Raw = Readonly<Record<string, string | null>>;

/** The rows in a form that does not depend on new ids. Each list is sorted. */
export interface Shop {
  readonly customers: unknown[];
  readonly groups: unknown[];
  readonly addresses: unknown[];
  readonly memberships: string[];
  readonly priceLists: unknown[];
  readonly orders: unknown[];
  readonly passwords: string[];
}

const text = (value: string | null | undefined) => {
  const line = (value ?? "")
    .replace(/\r\n|[\n\r\t]/g, " ")
    .normalize("NFC")
    .trim();
  return line === "" ? null : line;
};
const milliseconds = (value: string | null | undefined) => (value ? new Date(value).toISOString() : null);
const metadata = (value: string | null | undefined) => (value?.startsWith("{") ? value : null);
const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
const older = (a: Raw, b: Raw) => ((a.created_at ?? "") + a.id < (b.created_at ?? "") + b.id ? -1 : 1);

/** All rows of a table, each value as text. */
async function readTable(medusa: MedusaDatabase, table: string): Promise<Raw[]> {
  const columns = await medusa.query<{ name: string }>(
    "SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1 AND table_schema = 'public'",
    [table],
  );
  return medusa.query(`SELECT ${columns.map(({ name }) => `"${name}"::text`).join(", ")} FROM "${table}"`);
}

/** Finds the oldest row for each value. Returns the id that stands for each row. */
function winners(rows: readonly Raw[], keyOf: (row: Raw) => string | null): Map<string, string> {
  const oldest = new Map<string, string>();
  const result = new Map<string, string>();
  for (const row of [...rows].sort(older)) {
    const key = row.deleted_at === null ? keyOf(row) : null;
    const id = String(row.id);
    if (key !== null && !oldest.has(key)) oldest.set(key, id);
    result.set(id, (key === null ? undefined : oldest.get(key)) ?? id);
  }
  return result;
}

export async function expectedShop(medusa: MedusaDatabase, version: Version): Promise<Shop> {
  const read = (table: string) => readTable(medusa, table);
  const customers = (await read("customer")).filter(
    ({ email, first_name }) => email?.includes("@") && (first_name ?? "").length <= 255,
  );
  const owners = winners(customers, (row) => `${row.email?.toLowerCase()} ${row.has_account}`);
  const groups = await read("customer_group");
  const groupOwners = winners(groups, (row) => text(row.name)?.toLowerCase() ?? null);
  const members = (await read(version === 1 ? "customer_group_customers" : "customer_group_customer")).filter(
    ({ deleted_at }) => !deleted_at,
  );
  const cameIn = (row: Raw) => owners.get(String(row.id)) === row.id;
  return {
    customers: customers.filter(cameIn).map(expectedCustomer).sort(byText),
    groups: groups
      .filter((row) => groupOwners.get(String(row.id)) === row.id)
      .map((row) => ({
        id: row.id,
        name: text(row.name),
        created: milliseconds(row.created_at),
        deleted: milliseconds(row.deleted_at),
      }))
      .sort(byText),
    addresses: (await expectedAddresses(read, version, customers.filter(cameIn))).sort(byText),
    memberships: expectedMemberships(members, owners, groupOwners),
    priceLists: (await expectedPriceLists(read, version, { groupOwners, members })).sort(byText),
    orders: (await expectedOrders(read, version, owners)).sort(byText),
    passwords: await expectedPasswords(read, version, customers.filter(cameIn)),
  };
}

function expectedCustomer(row: Raw) {
  return {
    id: row.id,
    email: row.email?.toLowerCase(),
    first: text(row.first_name),
    last: text(row.last_name),
    company: text(row.company_name),
    phone: text(row.phone),
    account: row.has_account === "true",
    metadata: metadata(row.metadata),
    created: milliseconds(row.created_at),
    updated: milliseconds(row.updated_at),
    deleted: milliseconds(row.deleted_at),
  };
}

type Read = (table: string) => Promise<Raw[]>;

async function expectedAddresses(read: Read, version: Version, customers: readonly Raw[]) {
  const rows = await read(version === 1 ? "address" : "customer_address");
  return rows.flatMap((row) => {
    const billed = customers.find(({ billing_address_id }) => billing_address_id === row.id);
    const owner = customers.find(({ id }) => id === (row.customer_id ?? billed?.id));
    const country = row.country_code?.toLowerCase() || null;
    if (row.deleted_at !== null || owner === undefined || ["zz", "uk", "usa"].includes(country ?? "")) return [];
    return {
      id: row.address_2,
      customer: owner.id,
      address1: row.address_1?.trim(),
      city: text(row.city),
      country,
      postalCode: row.postal_code,
      shipping: row.is_default_shipping === "true",
      billing: version === 1 ? billed?.id === owner.id : row.is_default_billing === "true",
      metadata: metadata(row.metadata),
      deleted: milliseconds(owner.deleted_at),
    };
  });
}

function expectedMemberships(members: readonly Raw[], owners: Map<string, string>, groupOwners: Map<string, string>) {
  const pairs = members.flatMap(({ customer_id, customer_group_id }) => {
    const [customer, group] = [owners.get(String(customer_id)), groupOwners.get(String(customer_group_id))];
    return customer && group ? [`${group} ${customer}`] : [];
  });
  return [...new Set(pairs)].sort();
}

interface Members {
  readonly groupOwners: Map<string, string>;
  readonly members: readonly Raw[];
}

async function expectedPriceLists(read: Read, version: Version, { groupOwners, members }: Members) {
  const groupsOf = await groupsOfLists(read, version);
  const prices = await expectedPrices(read, version);
  const isMember = new Set(members.map((row) => `${row.customer_group_id} ${row.customer_id}`));
  return (await read("price_list")).flatMap((row) => {
    const named = groupsOf.get(String(row.id));
    const groups = (named ?? []).filter((id) => groupOwners.get(id) === id);
    if (named !== undefined && groups.length === 0) return [];
    // Members of refused groups that got the groups of the list, and are in none of its groups in Medusa.
    const gained = members.filter(({ customer_group_id }) => {
      const id = String(customer_group_id);
      const owner = groupOwners.get(id) ?? "";
      return owner !== id && groups.includes(owner) && !named?.includes(id);
    });
    if (gained.some(({ customer_id }) => !named?.some((group) => isMember.has(`${group} ${customer_id}`)))) return [];
    const title = row.name ?? row.title;
    const status = [row.type?.toUpperCase(), row.status?.toUpperCase()];
    const dates = [milliseconds(row.starts_at), milliseconds(row.created_at), milliseconds(row.deleted_at)];
    return [
      {
        title,
        description: row.description || null,
        status,
        dates,
        groups: groups.sort(),
        prices: prices.get(String(row.id)) ?? [],
      },
    ];
  });
}

async function groupsOfLists(read: Read, version: Version): Promise<Map<string, string[]>> {
  const groupsOf = new Map<string, string[]>();
  if (version === 2) {
    for (const row of await read("price_list_rule"))
      groupsOf.set(String(row.price_list_id), JSON.parse(row.value ?? "[]"));
    return groupsOf;
  }
  for (const row of await read("price_list_customer_groups")) {
    const list = String(row.price_list_id);
    groupsOf.set(list, [...(groupsOf.get(list) ?? []), String(row.customer_group_id)]);
  }
  return groupsOf;
}

async function expectedPrices(read: Read, version: Version): Promise<Map<string, string[]>> {
  const links = await read(version === 1 ? "product_variant_money_amount" : "product_variant_price_set");
  const prices = new Map<string, string[]>();
  for (const row of await read(version === 1 ? "money_amount" : "price")) {
    const variant = links.find((link) =>
      version === 1 ? link.money_amount_id === row.id : link.price_set_id === row.price_set_id,
    );
    const amount =
      version === 1 && row.currency_code === "eur"
        ? (Number(row.amount) / 100).toFixed(2)
        : JSON.parse(row.raw_amount ?? `{"value":"${row.amount}"}`).value;
    if (amount === "1.005") continue;
    const list = String(row.price_list_id);
    const price = `${variant?.variant_id} ${row.currency_code?.toUpperCase()} ${amount} ${row.min_quantity}-${row.max_quantity}`;
    prices.set(list, [...(prices.get(list) ?? []), price].sort());
  }
  return prices;
}

async function expectedOrders(read: Read, version: Version, owners: Map<string, string>) {
  const totals = await expectedTotals(read, version);
  return (await read("order")).flatMap((row) => {
    const total = totals(row);
    const customer = row.customer_id === null ? null : owners.get(String(row.customer_id));
    if (row.deleted_at || row.is_draft_order === "true" || total === undefined || customer === undefined) return [];
    const texts = [
      row.display_id,
      row.status?.toUpperCase(),
      row.email?.toLowerCase() || null,
      row.currency_code?.toUpperCase(),
    ];
    return [
      { id: row.id, customer, total, texts, placed: milliseconds(row.created_at), metadata: metadata(row.metadata) },
    ];
  });
}

/** Rounds half up, by the digits of the text. The totals have at most four decimals. */
function rounded(value: string, decimals: number): string {
  const tenThousandths = Math.round(Number(value) * 10_000);
  const unit = 10 ** (4 - decimals);
  return (Math.floor((tenThousandths + unit / 2) / unit) / 10 ** decimals).toFixed(decimals);
}

async function expectedTotals(read: Read, version: Version): Promise<(order: Raw) => string | undefined> {
  const decimalsOf = ({ currency_code }: Raw) => (currency_code === "jpy" ? 0 : 2);
  if (version === 2) {
    const summaries = new Map((await read("order_summary")).map((row) => [`${row.order_id} ${row.version}`, row]));
    return (order) => {
      const totals = summaries.get(`${order.id} ${order.version}`)?.totals;
      return totals ? rounded(JSON.parse(totals).raw_current_order_total.value, decimalsOf(order)) : undefined;
    };
  }
  const items = new Map((await read("line_item")).map((row) => [row.order_id, row]));
  return (order) => {
    const item = items.get(order.id ?? null);
    const amount = Number(item?.unit_price) * Number(item?.quantity);
    const total = amount + Math.round((amount * 19) / 100);
    return (total / 10 ** decimalsOf(order)).toFixed(decimalsOf(order));
  };
}

async function expectedPasswords(read: Read, version: Version, customers: readonly Raw[]): Promise<string[]> {
  const logins = version === 2 ? await read("provider_identity") : [];
  return customers
    .filter(({ has_account, deleted_at }) => has_account === "true" && deleted_at === null)
    .flatMap((customer) => {
      const login = logins.find(({ id, provider }) => id === `login_${customer.id}` && provider === "emailpass");
      const hash =
        version === 1 ? customer.password_hash : login && JSON.parse(login.provider_metadata ?? "{}").password;
      return hash && hash !== "no hash" ? [`${customer.id} $medusa-scrypt$${hash}`] : [];
    })
    .sort();
}
