import { GraphQLError } from "graphql";
import type { UserErrorCode } from "../../graphql/errors/user-error.type.js";
import { withInexactNumbers } from "../../graphql/json/exact-json.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import type { FieldType } from "../customer-columns/customer-field.js";

/** The value of a field, or the reason why there is none. */
export type FieldValue = { readonly value: unknown } | { readonly code: UserErrorCode; readonly message: string };

const requirements: Readonly<Record<FieldType, string>> = {
  text: "Must be a text.",
  boolean: "Must be true or false.",
  timestamp: "Must be a date, such as 2026-08-23, or a date and a time with a time zone, such as 2026-08-23T10:15:30Z.",
  ids: "Must be a list of ids.",
  object: "Must be a JSON object.",
  json: "",
};

const booleans = new Map([
  ...["true", "yes", "t", "1"].map((text): [string, boolean] => [text, true]),
  ...["false", "no", "f", "0"].map((text): [string, boolean] => [text, false]),
]);

/** Converts a cell of CSV that is not blank. The value of a key of metadata is a text. */
export function fromCell(type: FieldType, text: string): FieldValue {
  switch (type) {
    case "text":
    case "json":
      return { value: text };
    case "boolean":
      return valueOr(type, booleans.get(text.trim().toLowerCase()));
    case "timestamp":
      return valueOr(type, timestampOf(text));
    case "ids":
      return { value: text.trim().split(/\s+/) };
    case "object":
      return valueOr(type, parseObject(text));
  }
}

/** Converts a value of JSON. Null clears a field. */
export function fromJson(type: FieldType, value: unknown): FieldValue {
  if (value === null) return { value };
  switch (type) {
    case "json":
      return { value };
    case "text":
      return valueOr(type, typeof value === "string" ? value : undefined);
    case "boolean":
      return valueOr(type, typeof value === "boolean" ? value : undefined);
    case "timestamp":
      return valueOr(type, typeof value === "string" ? timestampOf(value) : undefined);
    case "ids":
      return valueOr(type, isTexts(value) ? value : undefined);
    case "object":
      return valueOr(type, isObject(value) ? value : undefined);
  }
}

function valueOr(type: FieldType, value: unknown): FieldValue {
  return value === undefined ? { code: "INVALID", message: requirements[type] } : { value };
}

const dateOnly = /^\d{4}-\d\d-\d\d$/;
const timestampForm = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?) ?(Z|[+-]\d\d)(:?\d\d)?$/i;

/** Reads RFC 3339, a date alone (midnight in UTC), and the form of PostgreSQL: `2026-08-23 10:15:30+00`. */
function timestampOf(text: string): unknown {
  const trimmed = text.trim();
  const [, date, time, zone = "", minutes = ""] = timestampForm.exec(trimmed) ?? [];
  const offset = zone.toUpperCase() === "Z" ? "Z" : `${zone}:${minutes.replace(":", "") || "00"}`;
  try {
    return DateTime.parseValue(dateOnly.test(trimmed) ? `${trimmed}T00:00:00Z` : `${date}T${time}${offset}`);
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? Object(withInexactNumbers(text, value)) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((element) => typeof element === "string");
}
