import type { Customer as CustomerRow } from "../../database/generated/client.js";
import { externalIdKey } from "../external-id/external-id.rows.js";
import { type ExternalId, externalIdsOf } from "../external-id/external-id.type.js";
import { emailKey, type ValueOwners } from "./upsert-facts.rows.js";

type Identified = Pick<CustomerRow, "email" | "hasAccount" | "externalIds">;

/** The customer that has a unique value. */
export interface Owner {
  readonly id: string;
  /** True if a row of the call creates it. */
  readonly isNew: boolean;
}

/**
 * The owners of emails and external ids, as they are after the rows before. Each row sees the values that earlier rows took
 * and gave up, as if each row was a call of its own.
 */
export class UniqueValues {
  readonly #owners = new Map<string, Owner>();
  /** The step of the update that gave up a value. */
  readonly #freedIn = new Map<string, number>();

  constructor({ emailOwners, externalIdOwners }: ValueOwners) {
    for (const [key, id] of emailOwners) this.#owners.set(`email ${key}`, { id, isNew: false });
    for (const [key, id] of externalIdOwners) this.#owners.set(`external ${key}`, { id, isNew: false });
  }

  ownerOfEmail(email: string, hasAccount: boolean): Owner | undefined {
    return this.#owners.get(emailValue(email, hasAccount));
  }

  ownerOfExternalId(externalId: ExternalId): Owner | undefined {
    return this.#owners.get(externalIdValue(externalId));
  }

  /**
   * Replaces the values of a customer.
   * @returns the step of the update: the updates that gave up the new values come in earlier steps.
   */
  replace(owner: Owner, before: Identified | null, after: Identified): number {
    const [old, taken] = [before === null ? [] : valuesOf(before), valuesOf(after)];
    const isTaken = new Set(taken);
    const step = Math.max(0, ...taken.map((value) => (this.#freedIn.get(value) ?? -1) + 1));
    for (const value of old) {
      if (isTaken.has(value)) continue;
      this.#owners.delete(value);
      this.#freedIn.set(value, step);
    }
    for (const value of taken) this.#owners.set(value, owner);
    return step;
  }
}

function emailValue(email: string, hasAccount: boolean): string {
  return `email ${emailKey(email, hasAccount)}`;
}

function externalIdValue(externalId: ExternalId): string {
  return `external ${externalIdKey(externalId)}`;
}

function valuesOf({ email, hasAccount, externalIds }: Identified): string[] {
  const own = email === null ? [] : [emailValue(email, hasAccount)];
  return [...own, ...externalIdsOf(externalIds).map(externalIdValue)];
}
