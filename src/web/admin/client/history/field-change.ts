import { formatCount, formatDateTime } from "../format/format.js";
import type { ChangeRowFragment } from "./history.generated.js";

/** A changed field as people read it. */
export interface FieldText {
  readonly label: string;
  /** Undefined if there was no value. Both are undefined if only the change itself is known. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The names of groups by their ids. */
type GroupNames = ReadonlyMap<string, string>;

/** Fields that say nothing to people: keys, and times that the change itself shows. */
const hidden = ["id", "customerId", "createdAt", "updatedAt", "deletedAt", "version", "createdBy", "groupId"];

const labels: Readonly<Record<string, string>> = {
  address1: "Street and number",
  address2: "Flat, floor, other details",
  addressName: "Name of the address",
  companyName: "Company",
  countryCode: "Country",
  countryCodes: "Countries",
  currencyCode: "Currency",
  customerGroupIds: "Groups",
  emailVerifiedAt: "Email confirmed",
  hasAccount: "Account",
  iso2: "Country",
  prices: "List of prices",
};

const countryNames = new Intl.DisplayNames("en", { type: "region" });

/** Fields whose values are not for people. Undefined leaves a value of another type, such as `[erased]`, as it is. */
const specialTexts: Readonly<Record<string, (value: unknown, groupNames: GroupNames) => string | undefined>> = {
  countryCode: (code) => (isCountryCode(code) ? countryName(code) : undefined),
  countryCodes: (codes) =>
    isListOf(codes, isCountryCode)
      ? codes
          .map(countryName)
          .sort((a, b) => a.localeCompare(b))
          .join(", ")
      : undefined,
  customerGroupIds: (ids, names) =>
    isListOf(ids, isString) ? ids.map((id) => names.get(id) ?? "a group").join(", ") : undefined,
  externalIds: (ids) => (isListOf(ids, isExternalId) ? ids.map(externalIdText).join(", ") : undefined),
  prices: (prices) => (Array.isArray(prices) ? formatCount(prices.length, "price", "prices") : undefined),
  status: (status) => (isString(status) ? sentenceCase(status) : undefined),
  type: (type) => (isString(type) ? sentenceCase(type) : undefined),
};

function isListOf<Item>(value: unknown, isItem: (item: unknown) => item is Item): value is readonly Item[] {
  return Array.isArray(value) && value.every(isItem);
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isCountryCode(value: unknown): value is string {
  return isString(value) && /^[a-z]{2}$/.test(value);
}

function countryName(code: string): string {
  return countryNames.of(code.toUpperCase()) ?? code;
}

function isExternalId(value: unknown): value is { readonly system: string; readonly value: string } {
  return typeof value === "object" && value !== null && "system" in value && "value" in value;
}

function externalIdText({ system, value }: { readonly system: string; readonly value: string }): string {
  return `${system}: ${value}`;
}

/** `DRAFT` becomes `Draft`. */
function sentenceCase(value: string): string {
  return value.charAt(0) + value.slice(1).toLowerCase();
}

/** Returns the fields of a change that people want to see. */
export function fieldTexts({ fields }: ChangeRowFragment, groupNames: GroupNames): FieldText[] {
  return fields
    .filter(
      ({ name, before, after }) =>
        !hidden.includes(name) && !(isNothing(before) && isNothing(after) && name !== "password"),
    )
    .map(({ name, before, after }) => {
      const texts = { before: textOf(name, before, groupNames), after: textOf(name, after, groupNames) };
      // The number of prices may be the same although prices have changed.
      const isSame = texts.before === texts.after;
      return { label: labelOf(name), ...(isSame ? { before: undefined, after: undefined } : texts) };
    });
}

/** `postalCode` becomes `Postal code`. */
function labelOf(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return labels[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

function isNothing(value: unknown): boolean {
  return value === null || value === "" || value === false || isEmptyList(value);
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function textOf(name: string, value: unknown, groupNames: GroupNames): string | undefined {
  if (value === null || value === undefined || value === "" || isEmptyList(value)) return undefined;
  const special = specialTexts[name]?.(value, groupNames);
  if (special !== undefined) return special;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "string") return JSON.stringify(value);
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? formatDateTime(value) : value;
}
