import type { JsonRow } from "../../file-formats/jsonl.reader.js";
import { findCustomerField } from "../customer-columns/customer-field.js";
import { CustomerDraft } from "./customer-draft.js";
import { fromJson } from "./field-value.js";
import type { ColumnFields } from "./import-job.js";

/** The most addresses of a row. */
const maxAddresses = 1_000;

/** A draft, and the names of the keys that are unknown. */
export interface JsonDraft {
  readonly draft: CustomerDraft;
  readonly unknown: readonly string[];
}

/** Reads an object of JSONL. Null clears a field. Its keys have the names of the columns of CSV, nested at the dots. */
export function draftOfJson(row: JsonRow, given: ColumnFields): JsonDraft {
  const reader = new JsonDraftReader(given);
  for (const [name, value] of Object.entries(row)) reader.readField(name, value);
  return reader;
}

class JsonDraftReader implements JsonDraft {
  readonly draft = new CustomerDraft();
  readonly unknown: string[] = [];
  readonly #given: ColumnFields;

  constructor(given: ColumnFields) {
    this.#given = given;
  }

  readField(name: string, value: unknown): void {
    const givenName = this.#given.get(name);
    if (givenName === "") return;
    const field = findCustomerField(givenName ?? name);
    if (field !== null) this.draft.set(field, fromJson(field.type, value));
    else if (name === "addresses") this.#readAddresses(value);
    else if (name === "externalIds") this.#readExternalIds(value);
    else if (isObject(value) && this.#mayHoldFields(name)) this.#readMembers(name, value);
    else this.unknown.push(name);
  }

  #readAddresses(value: unknown): void {
    const path = ["addresses"];
    if (value === null || (Array.isArray(value) && value.length === 0)) this.draft.clear("addresses");
    else if (!Array.isArray(value)) this.draft.report(path, "INVALID", "Must be a list of addresses.");
    else if (value.length > maxAddresses) {
      this.draft.report(path, "TOO_MANY", `Must have at most ${maxAddresses} elements.`);
    } else {
      for (const [index, address] of value.entries()) {
        this.draft.addAddress(index);
        if (isObject(address)) this.#readMembers(`addresses.${index}`, address);
        else this.draft.report([...path, String(index)], "INVALID", "Must be an address.");
      }
    }
  }

  #readExternalIds(value: unknown): void {
    if (value === null) this.draft.clear("externalIds");
    else if (isObject(value)) this.#readMembers("externalIds", value);
    else this.draft.report(["externalIds"], "INVALID", "Must be an object with an external id for each system.");
  }

  #readMembers(name: string, value: object): void {
    for (const [key, member] of Object.entries(value)) this.readField(`${name}.${key}`, member);
  }

  /** True if the caller has given a field for a key inside. */
  #mayHoldFields(name: string): boolean {
    for (const column of this.#given.keys()) if (column.startsWith(`${name}.`)) return true;
    return false;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
