import type { Scope } from "../generated/schema.js";

interface ScopeText {
  readonly scope: Scope;
  readonly label: string;
}

/** The scopes in plain words, by what they are about. */
export const scopeGroups: readonly { readonly title: string; readonly scopes: readonly ScopeText[] }[] = [
  {
    title: "Customers",
    scopes: [
      { scope: "CUSTOMERS_READ", label: "Read customers and addresses" },
      { scope: "CUSTOMERS_WRITE", label: "Create, change, delete and restore customers and addresses" },
      { scope: "PERSONAL_DATA_MANAGE", label: "Export and erase personal data" },
      { scope: "HISTORY_READ", label: "Read the history of changes" },
      { scope: "JOBS_MANAGE", label: "Import and export files" },
    ],
  },
  {
    title: "Groups",
    scopes: [
      { scope: "CUSTOMER_GROUPS_READ", label: "Read groups and their customers" },
      { scope: "CUSTOMER_GROUPS_WRITE", label: "Change groups and their customers" },
    ],
  },
  {
    title: "Orders, price lists, regions",
    scopes: [
      { scope: "ORDERS_READ", label: "Read orders" },
      { scope: "ORDERS_WRITE", label: "Record orders" },
      { scope: "PRICE_LISTS_READ", label: "Read price lists" },
      { scope: "PRICE_LISTS_WRITE", label: "Change price lists" },
      { scope: "REGIONS_WRITE", label: "Change regions" },
    ],
  },
  {
    title: "Access",
    scopes: [
      { scope: "USERS_MANAGE", label: "Manage members of staff" },
      { scope: "API_KEYS_MANAGE", label: "Manage API keys" },
    ],
  },
];

const labels = new Map(scopeGroups.flatMap(({ scopes }) => scopes.map(({ scope, label }) => [scope, label])));

/** The number of all scopes. */
export const scopeCount = labels.size;

/** Describes a scope. A scope that this version of the app does not know is shown by its name. */
export function scopeLabel(scope: Scope): string {
  return labels.get(scope) ?? scope;
}

/** Summarizes scopes in a few words. */
export function summarizeScopes(scopes: readonly Scope[]): string {
  if (scopes.length === 0) return "None";
  if (scopes.length >= scopeCount) return "All";
  return scopes.length === 1 && scopes[0] ? scopeLabel(scopes[0]) : `${scopes.length} of ${scopeCount}`;
}
