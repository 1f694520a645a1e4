import type { Caller } from "../../access/auth/caller.js";
import type { Customer as CustomerRow } from "../../database/generated/client.js";
import { checkIds } from "../../graphql/errors/check-ids.js";
import { checkVersion } from "../../graphql/errors/check-row.js";
import type { Path, UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { checkMergedSize } from "../../graphql/input/metadata.js";
import { addEmailTaken, checkIdentity, checkLogInEmail } from "../customer/customer.rules.js";
import { customerChanges } from "../customer-mutations/customer-changes.js";
import { addExternalIdTaken, customerExternalIds } from "../external-id/external-id.rules.js";
import { planAddressBook } from "./address-book.plan.js";
import { type NamedCustomers, nameOfEmail, nameOfIdentifier } from "./named-customers.js";
import { UniqueValues } from "./unique-values.js";
import { type Facts, mergeKey } from "./upsert-facts.js";
import { type CustomerUpdate, newCustomer, outcomeOf, type PlannedRow, type RowPlan } from "./upsert-plan.js";
import { type ParsedRow, withOtherExternalIds } from "./upsert-row.rules.js";

/** The customer that a row identifies: an existing one, or null for a new one. Undefined if the row cannot be written. */
type Target = CustomerRow | null | undefined;

/** Plans the writes of rows, one after the other. It reads and writes nothing. */
export class UpsertPlanner {
  readonly #facts: Facts;
  readonly #caller: Caller | null;
  readonly #now: Date;
  readonly #values: UniqueValues;
  readonly #named: NamedCustomers;

  /** @param named has the customers that earlier rows identify, and gets those of the planned rows. */
  constructor(facts: Facts, { caller, now, named }: { caller: Caller | null; now: Date; named: NamedCustomers }) {
    this.#facts = facts;
    this.#caller = caller;
    this.#now = now;
    this.#values = new UniqueValues(facts);
    this.#named = named;
  }

  /** Plans the next row. */
  async plan(row: ParsedRow): Promise<PlannedRow> {
    const userErrors = row.userErrors.copy();
    const target = this.#targetOf(row, userErrors);
    const plan = target === undefined ? null : await this.#planFor(row, target, userErrors);
    if (plan === null || !userErrors.isEmpty) return { outcome: "FAILED", plan: null, userErrors };
    const step = this.#takeValues(plan);
    return { outcome: outcomeOf(plan), plan: { ...plan, step }, userErrors };
  }

  #targetOf({ by, ifVersion }: ParsedRow, userErrors: UserErrorCollector): Target {
    if (userErrors.has(["by"])) return undefined;
    if (by === null) return null;
    if ("id" in by) {
      const customer = this.#facts.customers.get(by.id);
      if (customer === undefined) userErrors.addNotFound(["by", "id"], [by.id], "Customer");
      return customer && this.#onlyOnce(customer.id, ["by"], userErrors) ? customer : undefined;
    }
    const owner =
      "email" in by
        ? (this.#values.ownerOfEmail(by.email, true) ?? this.#values.ownerOfEmail(by.email, false))
        : this.#values.ownerOfExternalId(by.externalId);
    if (!this.#onlyOnce(owner?.id ?? nameOfIdentifier(by), ["by"], userErrors)) return undefined;
    if (owner !== undefined) return this.#facts.customers.get(owner.id);
    if (ifVersion === null) return null;
    if ("email" in by) userErrors.addNotFound(["by", "email"], [by.email], "Customer", "email");
    else userErrors.addNotFound(["by", "externalId"], [by.externalId.value], "Customer", "external id");
    return undefined;
  }

  /** Reports DUPLICATE_ROW if an earlier row identifies the same customer. */
  #onlyOnce(name: string, path: Path, userErrors: UserErrorCollector): boolean {
    const isFirst = this.#named.add(name);
    if (!isFirst) userErrors.add("DUPLICATE_ROW", path, "Must not identify the same customer as an earlier row.");
    return isFirst;
  }

  async #planFor(row: ParsedRow, target: CustomerRow | null, userErrors: UserErrorCollector): Promise<RowPlan> {
    const { groupIds } = row.input;
    const groups = await checkIds("CustomerGroup", groupIds ?? [], ["input", "groupIds"], userErrors, async (ids) =>
      ids.filter((id) => this.#facts.groups.has(id)),
    );
    const present = target === null ? [] : (this.#facts.groupsOf.get(target.id) ?? []);
    const joins = groups.filter((id) => !present.includes(id));
    const leaves = groupIds === undefined ? [] : present.filter((id) => !groups.includes(id));
    const parts = { joins, leaves, addresses: null, step: 0 };
    if (target === null) {
      const created = this.#create(row, userErrors);
      return {
        ...parts,
        id: created.id,
        created,
        updated: null,
        addresses: this.#addresses(row, created.id, userErrors),
      };
    }
    const updated = this.#update(withOtherExternalIds(row, target, userErrors), target, userErrors);
    const isChanged =
      Object.keys(updated.changes).length > 0 || updated.metadata !== undefined || joins.length + leaves.length > 0;
    const addresses = this.#addresses(row, target.id, userErrors);
    return { ...parts, id: target.id, created: null, updated: isChanged ? updated : null, addresses };
  }

  #create(row: ParsedRow, userErrors: UserErrorCollector) {
    const created = newCustomer(row, this.#caller, this.#now);
    checkIdentity({ ...row.input, email: created.email }, userErrors);
    checkLogInEmail(created, userErrors);
    this.#checkUniqueValues(row, { ...created, isChanged: true }, userErrors);
    // The next row that names the new customer by email or external id identifies the same one.
    this.#named.add(created.id);
    return created;
  }

  #update(row: ParsedRow, before: CustomerRow, userErrors: UserErrorCollector): CustomerUpdate {
    checkVersion(before, row.ifVersion, userErrors);
    const registers = row.input.hasAccount === true && !before.hasAccount;
    if (row.input.hasAccount === false && before.hasAccount) {
      userErrors.add("CONFLICTING_INPUT", ["input", "hasAccount"], "Must not be false for a registered customer.");
    }
    const changes = customerChanges(before, row.input, { registers }, userErrors);
    const isChanged = Boolean(changes.email) || changes.hasAccount === true;
    const after = { ...before, ...changes };
    this.#checkUniqueValues(
      row,
      { id: before.id, email: after.email, hasAccount: after.hasAccount, isChanged },
      userErrors,
    );
    const metadata = this.#facts.merged.get(mergeKey(row, before.id));
    if (metadata !== undefined) checkMergedSize(metadata, ["input", "metadata"], userErrors);
    return { before, changes, metadata };
  }

  /** Reports an email or external ids of another customer. */
  #checkUniqueValues(
    row: ParsedRow,
    after: { id: string; email: string | null; hasAccount: boolean; isChanged: boolean },
    userErrors: UserErrorCollector,
  ): void {
    const { id, email, hasAccount, isChanged } = after;
    const path = ["input", "email"];
    if (email !== null && !userErrors.has(path)) {
      const isFirst = !row.email || this.#onlyOnce(nameOfEmail(email, hasAccount), path, userErrors);
      const owner = isChanged && isFirst ? this.#values.ownerOfEmail(email, hasAccount) : undefined;
      if (owner && owner.id !== id) {
        addEmailTaken(this.#caller, { hasAccount, owner: owner.isNew ? null : owner.id }, path, userErrors);
      }
    }
    if (userErrors.has(["input", "externalIds"])) return;
    for (const [index, externalId] of (row.input.externalIds ?? []).entries()) {
      const owner = this.#values.ownerOfExternalId(externalId);
      if (owner === undefined || owner.id === id) continue;
      const taken = { kind: customerExternalIds, owner: owner.isNew ? null : owner.id };
      addExternalIdTaken(this.#caller, taken, ["input", "externalIds", String(index)], userErrors);
    }
  }

  #addresses(row: ParsedRow, customerId: string, userErrors: UserErrorCollector) {
    if (row.addresses === undefined) return null;
    const { addressBooks, merged } = this.#facts;
    return planAddressBook(
      {
        customerId,
        inputs: row.addresses ?? [],
        book: addressBooks.get(customerId) ?? [],
        mergedOf: (id) => merged.get(mergeKey(row, id)),
        now: this.#now,
      },
      userErrors,
    );
  }

  /** Makes the emails and external ids of the row known to the next rows. Returns the step of the update. */
  #takeValues({ id, created, updated }: RowPlan): number {
    if (created !== null) return this.#values.replace({ id, isNew: true }, null, created);
    if (updated === null) return 0;
    const { before, changes } = updated;
    return this.#values.replace({ id, isNew: false }, before, { ...before, ...changes });
  }
}
