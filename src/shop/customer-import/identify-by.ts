import { normalizeText } from "../../graphql/input/normalize-text.js";
import { CustomerIdentifier } from "../customer-sync/customer-upsert.input.js";
import { ExternalIdInput, isExternalSystem } from "../external-id/external-id.input.js";
import type { CustomerDraft } from "./customer-draft.js";

/** The field by which rows identify customers, such as `email` or `externalIds.erp`. */
export type IdentifyingField = string;

/** Reads `id`, `email` or `externalId:system`. Null if the text is none of these. */
export function parseIdentifyBy(text: string): IdentifyingField | null {
  if (text === "id" || text === "email") return text;
  const system = text.startsWith("externalId:") ? text.slice("externalId:".length) : "";
  return isExternalSystem(system) ? `externalIds.${system}` : null;
}

/**
 * Returns the identifier of a row: the given field, or the first of the id, an external id and the email that has a value. Null
 * if there is no value.
 */
export function identifierOf(draft: CustomerDraft, field: IdentifyingField | null): CustomerIdentifier | null {
  const external = field === null ? firstExternalId(draft) : externalIdOf(draft, field);
  const id = field === null || field === "id" ? textOf(draft.valueOf("id")) : null;
  const email = field === null || field === "email" ? textOf(draft.valueOf("email")) : null;
  if (id !== null) return identifier({ id });
  if (external !== null) return identifier({ externalId: Object.assign(new ExternalIdInput(), external) });
  return email === null ? null : identifier({ email });
}

function identifier(by: CustomerIdentifier): CustomerIdentifier {
  return Object.assign(new CustomerIdentifier(), by);
}

function firstExternalId({ externalIds }: CustomerDraft): ExternalIdInput | null {
  for (const [system, value] of externalIds) if (textOf(value) !== null) return { system, value: value ?? "" };
  return null;
}

function externalIdOf({ externalIds }: CustomerDraft, field: IdentifyingField): ExternalIdInput | null {
  const system = field.startsWith("externalIds.") ? field.slice("externalIds.".length) : "";
  const value = textOf(externalIds.get(system));
  return value === null ? null : { system, value };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && normalizeText(value) !== "" ? value : null;
}
