import { Field, ID, Int, InterfaceType, ObjectType } from "type-graphql";
import { Shareable } from "../federation/shareable.js";
import { enumType } from "../schema/enum-type.js";

/** All codes of user errors, with their descriptions. Codes are defined only here. */
export const userErrorCodes = {
  REQUIRED: "A required value is missing.",
  BLANK: "A value is only white space, or an object has no values.",
  TOO_SHORT: "A text has too few characters.",
  TOO_LONG: "A text has too many characters, or JSON has too many bytes or levels.",
  TOO_MANY: "A list has too many elements.",
  INVALID: "A value has an invalid format, for example a name with control characters.",
  INVALID_ID: "An id belongs to another type, for example the id of an address instead of a customer.",
  INVALID_EMAIL: "A text is not an email address (RFC 5321).",
  INVALID_COUNTRY: "A text is not an ISO 3166-1 alpha-2 country code.",
  INVALID_CURRENCY: "A text is not an ISO 4217 currency code.",
  INVALID_AMOUNT: "A text is not a decimal amount, or has too many decimals for its currency.",
  OUT_OF_RANGE: "A value is outside its range, or a range ends before it starts.",
  CONFLICTING_INPUT: "Two parts of the input contradict each other.",
  EMAIL_TAKEN: "Another customer of the same kind (guest or registered), or another user, has this email.",
  NAME_TAKEN: "Another customer group has this name. Case is ignored.",
  EXTERNAL_ID_TAKEN: "Another customer, or another customer group, has this external id.",
  DUPLICATE_ROW: "Two rows of one call identify the same customer.",
  NOT_FOUND: "The object does not exist or is deleted.",
  VERSION_CONFLICT: "The object has changed since the version in ifVersion.",
  INVALID_CREDENTIALS: "The email or the password is wrong.",
  INVALID_TOKEN:
    "The token of a link is unknown, used, replaced by a newer one, too old, or ended by a change of its account or inviter.",
} as const;

export type UserErrorCode = keyof typeof userErrorCodes;

export const UserErrorCode = enumType(
  "UserErrorCode",
  "The reason why an input was rejected. The codes are stable, so programs can use them.",
  userErrorCodes,
);

@InterfaceType({
  description: "A validation error that a form can show. If there is any user error, the mutation has written nothing.",
})
export abstract class UserError {
  @Field(() => UserErrorCode, { description: "The reason why the input was rejected." })
  code!: UserErrorCode;

  @Field(() => String, {
    description: "The requirement, in English. Never contains the given value.",
  })
  message!: string;

  @Field(() => [String], {
    description:
      'The path in the arguments: names and list indexes, such as `["input","addresses","0","countryCode"]`.',
  })
  path!: string[];
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: "An input that breaks a rule about its format, length or presence.",
})
@Shareable()
export class InputError extends UserError {}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: "Ids in the input whose objects do not exist or are deleted.",
})
@Shareable()
export class NotFoundError extends UserError {
  @Field(() => [ID], { description: "All ids that were not found, in the given order." })
  ids!: string[];
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: "A value that must be unique, but belongs to another object.",
})
@Shareable()
export class TakenError extends UserError {
  @Field(() => ID, {
    nullable: true,
    description: "The id of the object with this value. Null if it no longer exists, or if the caller may not read it.",
  })
  existingId!: string | null;
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description:
    "The version of the object is not `ifVersion`, because the object has changed. `current` is its present state.",
})
export class VersionConflictError extends UserError {
  @Field(() => Int, { description: "The present version of the object." })
  currentVersion!: number;

  /** The id of the object, used to load `current`. */
  currentId!: string;
}
