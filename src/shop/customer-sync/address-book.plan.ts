import type { Address as AddressRow } from "../../database/generated/client.js";
import type { StoredJson } from "../../database/sql/stored-json.js";
import type { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { checkMergedSize } from "../../graphql/input/metadata.js";
import { normalizeCountryCode } from "../../graphql/input/normalize-text.js";
import { addressChanges } from "../address/address-changes.js";
import { addressTexts, checkNotBlank, defaultRoles, newAddressRow } from "../address/new-address.js";
import type { AddressUpsertInput } from "./customer-upsert.input.js";
import { isSameMetadata } from "./text-metadata.js";

export type NewAddress = ReturnType<typeof newAddressRow>;

/** A change of an address. */
export interface AddressUpdate {
  readonly before: AddressRow;
  readonly changes: Partial<AddressRow>;
  /** Undefined if it does not change. */
  readonly metadata: StoredJson | null | undefined;
}

/** The writes that change a customer's address book to match the input. */
export interface AddressBookPlan {
  readonly created: readonly NewAddress[];
  readonly updated: readonly AddressUpdate[];
  /** The ids of the addresses to delete. */
  readonly deleted: readonly string[];
}

interface AddressBook {
  readonly customerId: string;
  readonly inputs: readonly AddressUpsertInput[];
  /** The present addresses, in the order of their ids. */
  readonly book: readonly AddressRow[];
  /** The merged metadata of an address; undefined if it does not change. */
  readonly mergedOf: (id: string) => StoredJson | null | undefined;
  readonly now: Date;
}

/**
 * Plans the writes for a whole address book. An input without an id is the present address with the same texts, if no other
 * input is that address. So the same call again changes nothing.
 */
export function planAddressBook(addressBook: AddressBook, userErrors: UserErrorCollector): AddressBookPlan {
  const { inputs, book, customerId, now } = addressBook;
  const matched = matchAddresses(inputs, book);
  const created: NewAddress[] = [];
  const changed = new Map<string, AddressUpdate>();
  for (const [index, input] of inputs.entries()) {
    const path = ["input", "addresses", String(index)];
    const before = matched.get(index);
    if (before !== undefined) {
      const changes = addressChanges(before, input);
      const metadata = hasId(input) ? addressBook.mergedOf(before.id) : undefined;
      checkNotBlank({ ...before, ...changes }, path, userErrors);
      if (metadata !== undefined) checkMergedSize(metadata, [...path, "metadata"], userErrors);
      changed.set(before.id, { before, changes, metadata });
    } else if (hasId(input)) {
      if (!userErrors.has([...path, "id"])) userErrors.addNotFound([...path, "id"], [input.id], "Address");
    } else {
      checkNotBlank(input, path, userErrors);
      created.push(newAddressRow(customerId, input, now));
    }
  }
  unsetOtherDefaults(inputs, matched, changed);
  const updated = [...changed.values()].filter(
    ({ changes, metadata }) => Object.keys(changes).length > 0 || metadata !== undefined,
  );
  return { created, updated, deleted: book.filter(({ id }) => !changed.has(id)).map(({ id }) => id) };
}

/** An empty id is an id that no address has. */
function hasId(input: AddressUpsertInput): input is AddressUpsertInput & { id: string } {
  return typeof input.id === "string";
}

/** Returns the present address of each input, by the index of the input. An input without one is a new address. */
function matchAddresses(inputs: readonly AddressUpsertInput[], book: readonly AddressRow[]): Map<number, AddressRow> {
  const free = new Map(book.map((address) => [address.id, address]));
  const matched = new Map<number, AddressRow>();
  const take = (index: number, address: AddressRow | undefined) => {
    if (address === undefined) return;
    matched.set(index, address);
    free.delete(address.id);
  };
  for (const [index, input] of inputs.entries()) if (hasId(input)) take(index, free.get(input.id));
  for (const [index, input] of inputs.entries()) {
    if (!hasId(input))
      take(
        index,
        [...free.values()].find((address) => isSameAddress(address, input)),
      );
  }
  return matched;
}

function isSameAddress(address: AddressRow, input: AddressUpsertInput): boolean {
  if (input.metadata !== undefined && !isSameMetadata(input.metadata, address.metadata)) return false;
  return addressTexts.every((name) => {
    const text = input[name] ?? null;
    return address[name] === (name === "countryCode" && text !== null ? normalizeCountryCode(text) : text);
  });
}

/** A new default address of a role replaces the present one. */
function unsetOtherDefaults(
  inputs: readonly AddressUpsertInput[],
  matched: ReadonlyMap<number, AddressRow>,
  changed: Map<string, AddressUpdate>,
): void {
  for (const role of defaultRoles) {
    const index = inputs.findIndex((input) => input[role]);
    if (index === -1) continue;
    for (const [id, { before, changes, metadata }] of changed) {
      if (id === matched.get(index)?.id || !before[role]) continue;
      changed.set(id, { before, changes: { ...changes, [role]: false }, metadata });
    }
  }
}
