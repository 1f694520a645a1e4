import type { ExternalIdInput } from "../external-id/external-id.input.js";
import { externalIdKey } from "../external-id/external-id.rows.js";
import type { Facts } from "./upsert-facts.js";
import { emailKey } from "./upsert-facts.rows.js";
import type { ParsedRow } from "./upsert-row.rules.js";

/** Identifies a customer by another value than its id. */
type Identifier = Exclude<NonNullable<ParsedRow["by"]>, { readonly id: string }>;

/**
 * The customers and the emails that rows identify, to find a later row that identifies the same. The name of a customer is its id, or
 * the identifier with which a row creates it.
 */
export class NamedCustomers {
  readonly #earlier: ReadonlySet<string>;
  readonly #added = new Set<string>();

  /** @param earlier the names that rows of earlier calls have added. */
  constructor(earlier: ReadonlySet<string> = new Set()) {
    this.#earlier = earlier;
  }

  /** Adds a name. Returns false if it was added before. */
  add(name: string): boolean {
    if (this.#earlier.has(name) || this.#added.has(name)) return false;
    this.#added.add(name);
    return true;
  }

  /** The names that were added here. */
  get added(): readonly string[] {
    return [...this.#added];
  }
}

export function nameOfIdentifier(by: Identifier): string {
  return "email" in by ? `email ${by.email}` : `external ${externalIdKey(by.externalId)}`;
}

export function nameOfEmail(email: string, hasAccount: boolean): string {
  return `email ${emailKey(email, hasAccount)}`;
}

/** The values by which rows can identify a person. */
export interface PersonValues {
  readonly ids: readonly string[];
  /** In normal form. */
  readonly emails: readonly string[];
  readonly externalIds: readonly ExternalIdInput[];
}

/** Returns all names by which rows can identify a person. */
export function namesOfPerson({ ids, emails, externalIds }: PersonValues): string[] {
  const ofEmails = emails.flatMap((email) => [
    nameOfIdentifier({ email }),
    nameOfEmail(email, true),
    nameOfEmail(email, false),
  ]);
  return [...ids, ...ofEmails, ...externalIds.map((externalId) => nameOfIdentifier({ externalId }))];
}

/** Returns the names that rows may add, except those of new customers. */
export function possibleNames(rows: readonly ParsedRow[], { customers }: Facts): string[] {
  const ofRows = rows.flatMap(({ by, email }) => [
    ...(by === null || "id" in by ? [] : [nameOfIdentifier(by)]),
    ...(email ? [nameOfEmail(email, true), nameOfEmail(email, false)] : []),
  ]);
  return [...customers.keys(), ...ofRows];
}
