import { enumType } from "../../graphql/schema/enum-type.js";

export const Scope = enumType("Scope", "A permission of a member of staff or an API key.", {
  CUSTOMERS_READ: "Read customers and their addresses.",
  CUSTOMERS_WRITE: "Create, change, delete and restore customers and their addresses.",
  CUSTOMER_GROUPS_READ: "Read customer groups and their members.",
  CUSTOMER_GROUPS_WRITE: "Create, change, delete and restore customer groups, and add and remove members.",
  PRICE_LISTS_READ: "Read price lists and their prices.",
  PRICE_LISTS_WRITE: "Create, change and delete price lists.",
  ORDERS_READ: "Read orders.",
  ORDERS_WRITE: "Create and update orders.",
  HISTORY_READ: "Read the history of changes, and subscribe to new changes.",
  USERS_MANAGE: "Read, create, change and delete members of staff.",
  API_KEYS_MANAGE: "Read, create and revoke API keys.",
  REGIONS_WRITE: "Create, change and delete regions. Every caller can read them.",
  PERSONAL_DATA_MANAGE: "Export and erase the personal data of customers.",
  JOBS_MANAGE: "Start imports and exports of files, and see and cancel the jobs of others.",
});

export type Scope = keyof typeof Scope;

export const allScopes = Object.keys(Scope) as Scope[];

/** The words that are scopes, each once, in the order of the schema. Other words are ignored. */
export function scopesOf(words: readonly string[]): Scope[] {
  return allScopes.filter((scope) => words.includes(scope));
}
