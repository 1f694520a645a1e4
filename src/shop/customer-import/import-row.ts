import { checkInput } from "../../graphql/input/check-input.js";
import {
  AddressUpsertInput,
  type CustomerIdentifier,
  CustomerUpsertInput,
  CustomerUpsertRow,
} from "../customer-sync/customer-upsert.input.js";
import { type ParsedRow, parseRow } from "../customer-sync/upsert-row.rules.js";
import { ExternalIdInput } from "../external-id/external-id.input.js";
import type { CustomerDraft } from "./customer-draft.js";
import { type IdentifyingField, identifierOf } from "./identify-by.js";
import { RowPaths } from "./row-paths.js";

/** How the values of a row of a file become a row of `customersUpsert`. */
export interface RowRules {
  /** Null: the first of the id, an external id and the email that a row has. */
  readonly identifyBy: IdentifyingField | null;
  /** True if the values of single keys of metadata are texts. */
  readonly metadataIsText: boolean;
  /** True if the first address is the default address. */
  readonly hasDefaultAddress: boolean;
}

export interface ImportRow {
  readonly row: ParsedRow;
  readonly paths: RowPaths;
}

/** Converts the values of a row of a file, and checks the rules that need no database, as `customersUpsert` does. */
export async function toImportRow(draft: CustomerDraft, index: number, rules: RowRules): Promise<ImportRow> {
  const by = identifierOf(draft, rules.identifyBy);
  const input = inputOf(draft, by, rules);
  const row = Object.assign(new CustomerUpsertRow(), { by, input });
  const userErrors = await checkInput(row, []);

  const systems = (input.externalIds ?? []).map(({ system }) => system);
  const addresses = draft.addresses().map(([at]) => at);
  const paths = new RowPaths(addresses, systems, rules.identifyBy ?? fieldOfIdentifier(by));
  for (const { field, code, message } of draft.problems) userErrors.add(code, paths.inputPath(field), message);
  if (rules.identifyBy !== null && by === null) {
    userErrors.add("REQUIRED", ["by"], `Must have a value for ${rules.identifyBy}, because identifyBy names it.`);
  }
  return { row: parseRow(row, { index, removedSystems: removedSystemsOf(draft) }, userErrors), paths };
}

function inputOf(draft: CustomerDraft, by: CustomerIdentifier | null, rules: RowRules): CustomerUpsertInput {
  const { id: _, email, ...values } = draft.customerValues(rules.metadataIsText);
  const addresses = draft.addresses().map(([, address], place) => {
    const defaults = rules.hasDefaultAddress && place === 0 ? { isDefaultShipping: true, isDefaultBilling: true } : {};
    return Object.assign(new AddressUpsertInput(), defaults, address.toValues(rules.metadataIsText));
  });
  const externalIds = externalIdsOf(draft, by);
  return Object.assign(
    new CustomerUpsertInput(),
    values,
    email !== undefined && by?.email === undefined ? { email } : {},
    addresses.length > 0 ? { addresses } : {},
    externalIds === undefined ? {} : { externalIds },
  );
}

/** Undefined if the row has no external ids, except the one that identifies the customer. */
function externalIdsOf(draft: CustomerDraft, by: CustomerIdentifier | null): ExternalIdInput[] | undefined {
  const identifies = (system: string) => by?.externalId?.system === system;
  if ([...draft.externalIds.keys()].every(identifies)) return undefined;
  return [...draft.externalIds].flatMap(([system, value]) =>
    value === null ? [] : Object.assign(new ExternalIdInput(), { system, value }),
  );
}

/** External ids that the row does not name stay. Null if the row clears all of them. */
function removedSystemsOf(draft: CustomerDraft): ReadonlySet<string> | null {
  if (draft.externalIds.size === 0) return null;
  return new Set([...draft.externalIds].flatMap(([system, value]) => (value === null ? system : [])));
}

function fieldOfIdentifier(by: CustomerIdentifier | null): string {
  if (by?.externalId !== undefined) return `externalIds.${by.externalId.system}`;
  if (by?.email !== undefined) return "email";
  return by?.id === undefined ? "" : "id";
}
