import {
  IsNotEmpty,
  IsOptional,
  isEmail,
  Matches,
  MaxLength,
  MinLength,
  maxLength,
  ValidateBy,
  type ValidationOptions,
} from "class-validator";
import type { UserErrorCode } from "../errors/user-error.type.js";
import { asciiDomain, unicodeDomain } from "./domain.js";
import { ExactText } from "./exact-text.js";
import { holdsInexactNumber, isJsonWithin, isStorableJson } from "./json-size.js";
import { hasInvisible, normalizeEmail } from "./normalize-text.js";

/** The data that a rule passes to `checkInput` besides its message. */
export interface RuleContext {
  code: UserErrorCode;
}

export const maxMetadataBytes = 65_536;
const maxMetadataLevels = 10;
export const metadataSize = `Must have at most ${maxMetadataBytes} bytes of JSON and ${maxMetadataLevels} levels.`;
export const maxTextLength = 255;
export const maxLongTextLength = 10_000;
export const maxEmailLength = 254;
const minPasswordLength = 8;
const maxPasswordLength = 128;
const lineOfText = /^[^\p{Cc}\p{Cs}]*$/u;
/** No bidirectional controls either. They would show the following text in another order than it is stored. */
const visibleLinePattern = /^[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]*$/u;
/** The same pattern, but tabs and line breaks are allowed. */
const visibleLinesPattern = /^(?:[\t\n\r]|[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069])*$/u;
const controlCharacterMessage =
  "Must not hold control characters, bidirectional ones included, or half surrogate pairs.";

/** True if a text contains no control characters, no bidirectional controls and no half of a surrogate pair. */
export function isShownLine(text: string): boolean {
  return visibleLinePattern.test(text);
}

/** True if a text contains no control characters and no half of a surrogate pair. */
export function isLineOfText(text: string): boolean {
  return lineOfText.test(text);
}

function rule(code: UserErrorCode, message: string): ValidationOptions {
  return { context: { code } satisfies RuleContext, message };
}

function all(...rules: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => {
    for (const decorate of rules) decorate(target, property);
  };
}

/** Declares a custom rule. `validate` receives normalized, non-null values. A blank text is passed as the empty text. */
export function check<V>(
  name: string,
  validate: (value: V) => boolean,
  code: UserErrorCode,
  message: string,
): PropertyDecorator {
  return all(IsOptional(), ValidateBy({ name, validator: { validate } }, rule(code, message)));
}

/** A single-line text: at most 255 characters, without control characters and halves of surrogate pairs. */
export function Text(): PropertyDecorator {
  return all(
    IsOptional(),
    Matches(visibleLinePattern, rule("INVALID", controlCharacterMessage)),
    MaxLength(maxTextLength, rule("TOO_LONG", `Must have at most ${maxTextLength} characters.`)),
  );
}

/** A multi-line text: at most 10,000 characters. Tabs and line breaks are the only allowed control characters. */
export function LongText(): PropertyDecorator {
  return all(
    IsOptional(),
    Matches(visibleLinesPattern, rule("INVALID", controlCharacterMessage)),
    MaxLength(maxLongTextLength, rule("TOO_LONG", `Must have at most ${maxLongTextLength} characters.`)),
  );
}

/** A timestamp in the years 1 to 9999, which both PostgreSQL and JavaScript can write. */
export function IsTimestamp(): PropertyDecorator {
  return check<Date>(
    "timestamp",
    (date) => date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999,
    "OUT_OF_RANGE",
    "Must be in the years 1 to 9999 (UTC).",
  );
}

/** Used with `Text`: the text must not be blank. */
export function NotBlank(): PropertyDecorator {
  return IsNotEmpty(rule("BLANK", "Must not be blank."));
}

/** An email address by RFC 5321, at most 254 characters. A blank text counts as no email. */
export function EmailAddress(): PropertyDecorator {
  return all(
    IsOptional(),
    MaxLength(maxEmailLength, rule("TOO_LONG", `Must have at most ${maxEmailLength} characters.`)),
    check<string>(
      "emailAddress",
      (email) => email === "" || !maxLength(email, maxEmailLength) || isEmailAddress(email),
      "INVALID_EMAIL",
      "Must be an email address, such as name@example.com, without white space and invisible characters.",
    ),
  );
}

/** True if a text is an email address after normalization. */
export function isEmailAddress(text: string): boolean {
  // `isEmail` accepts control characters in quotes and throws for half of a surrogate pair.
  if (!isLineOfText(text) || hasInvisible(text)) return false;
  const email = normalizeEmail(text);
  const start = email.lastIndexOf("@") + 1;
  const domain = unicodeDomain(email.slice(start));
  return domain !== null && !hasInvisible(domain) && isEmail(email.slice(0, start) + asciiDomain(domain));
}

/** A password: 8 to 128 characters, unchanged, without control characters and halves of surrogate pairs. */
export function Password(): PropertyDecorator {
  return all(
    ExactText(),
    IsOptional(),
    Matches(lineOfText, rule("INVALID", "Must not hold control characters or half surrogate pairs.")),
    MinLength(minPasswordLength, rule("TOO_SHORT", `Must have at least ${minPasswordLength} characters.`)),
    MaxLength(maxPasswordLength, rule("TOO_LONG", `Must have at most ${maxPasswordLength} characters.`)),
  );
}

/** A JSON object with at most 64 KiB and 10 levels that PostgreSQL can store. */
export function Metadata(): PropertyDecorator {
  return all(
    check<object>("metadataSize", isMetadataSize, "TOO_LONG", metadataSize),
    check<object>(
      "metadataNumbers",
      (value) => !isMetadataSize(value) || !holdsInexactNumber(value),
      "INVALID",
      "Must hold only numbers that a double (IEEE 754) holds to the last digit: send any other as a string.",
    ),
    check<object>(
      "metadataForm",
      (value) => !isMetadataSize(value) || holdsInexactNumber(value) || isStorableJson(value),
      "INVALID",
      "Must be JSON without NUL or half surrogate pairs in its texts, and without the key __proto__.",
    ),
  );
}

/** True if metadata is within its size limits. */
export function isMetadataSize(value: unknown): boolean {
  return isJsonWithin(value, { maxBytes: maxMetadataBytes, maxLevels: maxMetadataLevels });
}
