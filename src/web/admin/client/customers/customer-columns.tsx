import { CustomerName } from "../customer/customer-name.js";
import { formatNumber } from "../format/format.js";
import { Time } from "../format/time.js";
import type { CustomerSortField } from "../generated/schema.js";
import type { Column } from "../lists/data-table.js";
import { RowText } from "../lists/row-text.js";
import { describeExternalIds } from "../metadata/external-ids-view.js";
import type { FilterRights } from "./customer-filters.js";
import type { CustomersPageQuery } from "./customers.generated.js";

export const customerSortFields = [
  "ID",
  "LAST_NAME",
  "EMAIL",
  "COMPANY_NAME",
  "PHONE",
  "UPDATED_AT",
] as const satisfies readonly CustomerSortField[];

export type CustomerSortKey = (typeof customerSortFields)[number];
type ListedCustomer = CustomersPageQuery["customers"]["nodes"][number];

const allColumns = [
  { key: "name", title: "Name", sortField: "LAST_NAME", render: (customer) => <CustomerName customer={customer} /> },
  { key: "email", title: "Email", sortField: "EMAIL", render: ({ email }) => <RowText>{email}</RowText> },
  {
    key: "company",
    title: "Company",
    sortField: "COMPANY_NAME",
    render: ({ companyName }) => <RowText>{companyName}</RowText>,
  },
  { key: "phone", title: "Phone", sortField: "PHONE", render: ({ phone }) => <RowText>{phone}</RowText> },
  { key: "groups", title: "Groups", render: ({ groups }) => groups && groupNames(groups) },
  { key: "orders", title: "Orders", align: "end", render: ({ orders }) => orders && formatNumber(orders.totalCount) },
  { key: "external-ids", title: "External ids", render: ({ externalIds }) => externalIds && idTexts(externalIds) },
  { key: "created", title: "Created", sortField: "ID", render: ({ createdAt }) => <Time value={createdAt} isDate /> },
  {
    key: "changed",
    title: "Last changed",
    sortField: "UPDATED_AT",
    render: ({ updatedAt }) => <Time value={updatedAt} isDate />,
  },
] as const satisfies readonly Column<ListedCustomer, CustomerSortKey>[];

export type CustomerColumnKey = (typeof allColumns)[number]["key"];

const defaultColumns: readonly CustomerColumnKey[] = ["name", "email", "company", "phone", "created"];

/** The columns that the viewer may see. */
export function columnsFor({ mayReadGroups, mayReadOrders }: FilterRights) {
  return allColumns.filter(({ key }) => (key !== "groups" || mayReadGroups) && (key !== "orders" || mayReadOrders));
}

/** Reads the choice of columns from the address. The name is always shown. */
export function readColumns(text: string | undefined, rights: FilterRights): readonly CustomerColumnKey[] {
  const chosen: readonly string[] = text === undefined ? defaultColumns : ["name", ...text.split(",")];
  return columnsFor(rights).flatMap(({ key }) => (chosen.includes(key) ? [key] : []));
}

/** Writes the choice of columns for the address. Undefined for the default. */
export function writeColumns(keys: readonly string[]): string | undefined {
  const chosen = allColumns.map(({ key }) => key).filter((key) => keys.includes(key));
  return chosen.join() === defaultColumns.join() ? undefined : chosen.join();
}

function groupNames({ nodes, totalCount }: NonNullable<ListedCustomer["groups"]>) {
  const names = nodes.map(({ name }) => name).join(", ");
  if (totalCount <= nodes.length) return <RowText>{names}</RowText>;
  return <RowText>{`${names} and ${formatNumber(totalCount - nodes.length)} more`}</RowText>;
}

function idTexts(externalIds: NonNullable<ListedCustomer["externalIds"]>) {
  return <RowText>{describeExternalIds(externalIds)}</RowText>;
}
