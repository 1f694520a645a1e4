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

/** What a rule tells `checkInput` besides its message. */
export interface RuleContext {
  code: UserErrorCode;
}

export const maxMetadataBytes = 65_536;
const maxMetadataLevels = 10;
export const maxTextLength = 255;
const maxLongTextLength = 10_000;
const maxEmailLength = 254;
const minPasswordLength = 8;
const maxPasswordLength = 128;
const lineOfText = /^[^\p{Cc}\p{Cs}]*$/u;
/** Without controls of the direction of writing either: what follows them would show in another order than it is stored. */
const shownLine = /^[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]*$/u;
/** The same, but for tabs and the ends of lines. */
const shownLines = /^(?:[\t\n\r]|[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069])*$/u;
const showsAsStored = "Must not hold control characters, bidirectional ones included, or half surrogate pairs.";

/** The same, for a text that is shown: it holds no controls of the direction of writing either. */
export function isShownLine(text: string): boolean {
  return shownLine.test(text);
}

/** Whether a text holds neither control characters nor halves of surrogate pairs. */
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

/** A rule that no library has: `validate` sees normal text that is not null, and the empty text where blank was given. */
export function check<V>(
  name: string,
  validate: (value: V) => boolean,
  code: UserErrorCode,
  message: string,
): PropertyDecorator {
  return all(IsOptional(), ValidateBy({ name, validator: { validate } }, rule(code, message)));
}

/** A line of text: at most 255 characters, none of them a control character or half of a surrogate pair. */
export function Text(): PropertyDecorator {
  return all(
    IsOptional(),
    Matches(shownLine, rule("INVALID", showsAsStored)),
    MaxLength(maxTextLength, rule("TOO_LONG", `Must have at most ${maxTextLength} characters.`)),
  );
}

/** Text of several lines: at most 10,000 characters, of the control characters only tabs and the ends of lines. */
export function LongText(): PropertyDecorator {
  return all(
    IsOptional(),
    Matches(shownLines, rule("INVALID", showsAsStored)),
    MaxLength(maxLongTextLength, rule("TOO_LONG", `Must have at most ${maxLongTextLength} characters.`)),
  );
}

/** A moment that PostgreSQL and JavaScript both can write: in the years 1 to 9999. */
export function IsTimestamp(): PropertyDecorator {
  return check<Date>(
    "moment",
    (date) => date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999,
    "OUT_OF_RANGE",
    "Must be in the years 1 to 9999 (UTC).",
  );
}

/** Beside `Text`: a text that is never white space alone. */
export function NotBlank(): PropertyDecorator {
  return IsNotEmpty(rule("BLANK", "Must not be blank."));
}

/** An email address as RFC 5321 has it, at most 254 characters; blank counts as none. */
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

/** Whether a text is an email address once it is in normal form. */
export function isEmailAddress(text: string): boolean {
  // isEmail alone lets control characters pass in quotes, and throws at half of a surrogate pair.
  if (!isLineOfText(text) || hasInvisible(text)) return false;
  const email = normalizeEmail(text);
  const start = email.lastIndexOf("@") + 1;
  const domain = unicodeDomain(email.slice(start));
  return domain !== null && !hasInvisible(domain) && isEmail(email.slice(0, start) + asciiDomain(domain));
}

/** A password: 8 to 128 characters as they are typed, none of them a control character or half of a surrogate pair. */
export function Password(): PropertyDecorator {
  return all(
    ExactText(),
    IsOptional(),
    Matches(lineOfText, rule("INVALID", "Must not hold control characters or half surrogate pairs.")),
    MinLength(minPasswordLength, rule("TOO_SHORT", `Must have at least ${minPasswordLength} characters.`)),
    MaxLength(maxPasswordLength, rule("TOO_LONG", `Must have at most ${maxPasswordLength} characters.`)),
  );
}

/** A JSON object of at most 64 KiB and 10 levels that PostgreSQL can store. */
export function Metadata(): PropertyDecorator {
  const size = `Must have at most ${maxMetadataBytes} bytes of JSON and ${maxMetadataLevels} levels.`;
  return all(
    check<object>("metadataSize", isMetadataSize, "TOO_LONG", size),
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

/** Whether metadata is within its limits, as it is stored. */
export function isMetadataSize(value: object): boolean {
  return isJsonWithin(value, { maxBytes: maxMetadataBytes, maxLevels: maxMetadataLevels });
}
