import { enumType } from "../../graphql/schema/enum-type.js";

export const Scope = enumType("Scope", "What a member of staff or an API key may do.", {
  CUSTOMERS_READ: "Read customers and their addresses.",
  CUSTOMERS_WRITE: "Create, change, delete and restore customers and their addresses.",
  CUSTOMER_GROUPS_READ: "Read customer groups, and who is in them.",
  CUSTOMER_GROUPS_WRITE: "Create, change, delete and restore customer groups, and change who is in them.",
  PRICE_LISTS_READ: "Read price lists and their prices.",
  PRICE_LISTS_WRITE: "Create, change and delete price lists.",
  ORDERS_READ: "Read orders.",
  ORDERS_WRITE: "Record orders.",
  HISTORY_READ: "Read who changed what, as it was and as it happens.",
  USERS_MANAGE: "Read, create, change and delete members of staff.",
  API_KEYS_MANAGE: "Read, create and revoke API keys.",
});

export type Scope = keyof typeof Scope;

export const allScopes = Object.keys(Scope) as Scope[];

/** The scopes among these words, each once, in the order of the schema; a word that is no scope counts for nothing. */
export function scopesOf(words: readonly string[]): Scope[] {
  return allScopes.filter((scope) => words.includes(scope));
}
