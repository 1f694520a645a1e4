import type { UserErrorCode } from "../../graphql/errors/user-error.type.js";
import type { Path } from "../../graphql/errors/user-error-collector.js";
import type { MetadataObject } from "../../graphql/input/metadata.js";
import type { CustomerField } from "../customer-columns/customer-field.js";
import { markAsText } from "../customer-sync/text-metadata.js";
import type { FieldValue } from "./field-value.js";

/** A value that cannot be converted. */
export interface DraftProblem {
  /** The path of the field, such as `["addresses","0","city"]`. */
  readonly field: Path;
  readonly code: UserErrorCode;
  readonly message: string;
}

/** The fields of a customer or an address. */
class ObjectDraft {
  readonly values = new Map<string, unknown>();
  readonly #keys = new Map<string, unknown>();

  set([name = "", key]: Path, value: unknown): void {
    if (key === undefined) this.values.set(name, value);
    else this.#keys.set(key, value);
  }

  /** @param isText is true if the values of single keys of metadata are texts. */
  toValues(isText: boolean): Record<string, unknown> {
    const values = Object.fromEntries(this.values);
    if (this.#keys.size === 0) return values;
    const metadata = Object.fromEntries([...Object.entries(values.metadata ?? {}), ...this.#keys]) as MetadataObject;
    if (isText && !values.metadata) markAsText(metadata);
    return { ...values, metadata };
  }
}

/** The values of a row of a file, by field. */
export class CustomerDraft {
  readonly #customer = new ObjectDraft();
  readonly #addresses = new Map<number, ObjectDraft>();
  /** The values by system. Null removes an external id. */
  readonly externalIds = new Map<string, string | null>();
  readonly problems: DraftProblem[] = [];

  /** Sets the value of a field, or reports why it has none. */
  set({ path }: CustomerField, result: FieldValue): void {
    const [object, index = "", ...rest] = path;
    if ("code" in result) this.report(path, result.code, result.message);
    // A value with a problem keeps its place, so that the paths of errors are right.
    const value = "code" in result ? undefined : result.value;
    if (object === "externalIds") this.externalIds.set(index, value === undefined ? "" : (value as string | null));
    else if (object === "addresses") this.#setAddress(Number(index), rest, value);
    else if (value !== undefined) this.#customer.set(path, value);
  }

  report(field: Path, code: UserErrorCode, message: string): void {
    this.problems.push({ field, code, message });
  }

  /** Clears the addresses or the external ids. */
  clear(name: "addresses" | "externalIds"): void {
    this.#customer.set([name], null);
  }

  /** Adds an address, if there is none with this index. */
  addAddress(index: number): void {
    if (!this.#addresses.has(index)) this.#addresses.set(index, new ObjectDraft());
  }

  /** Returns a value of the customer itself. */
  valueOf(name: string): unknown {
    return this.#customer.values.get(name);
  }

  get hasGroups(): boolean {
    return this.#customer.values.has("groupIds");
  }

  customerValues(isText: boolean): Record<string, unknown> {
    return this.#customer.toValues(isText);
  }

  /** The addresses by their indexes in the file, in this order. */
  addresses(): [index: number, ObjectDraft][] {
    return [...this.#addresses].sort(([one], [other]) => one - other);
  }

  #setAddress(index: number, path: Path, value: unknown): void {
    this.addAddress(index);
    if (value !== undefined) this.#addresses.get(index)?.set(path, value);
  }
}
