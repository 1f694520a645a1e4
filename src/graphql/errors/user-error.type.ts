import { Field, ID, Int, InterfaceType, ObjectType } from "type-graphql";
import { enumType } from "../schema/enum-type.js";

/** All codes of user errors, with their descriptions. Codes are defined only here. */
export const userErrorCodes = {
  REQUIRED: "A value is missing that must be there.",
  BLANK: "A value holds nothing but white space, or an object holds no value at all.",
  TOO_SHORT: "A text has fewer characters than required.",
  TOO_LONG: "A text has more characters, or JSON more bytes or levels, than allowed.",
  TOO_MANY: "A list has more elements than allowed.",
  INVALID: "A value has a form that is not allowed, such as control characters in a name.",
  INVALID_ID: "An id is of another kind of object, such as an address's id where a customer's is expected.",
  INVALID_EMAIL: "A text is not an email address (RFC 5321).",
  INVALID_COUNTRY: "A text is not an ISO 3166-1 alpha-2 country code.",
  INVALID_CURRENCY: "A text is not an ISO 4217 currency code.",
  INVALID_AMOUNT: "A text is not a decimal amount that the currency can express.",
  OUT_OF_RANGE: "A value lies outside its range, or a range ends before it starts.",
  CONFLICTING_INPUT: "Two parts of the input ask for things that exclude each other.",
  EMAIL_TAKEN: "Another customer of the same kind (guest or registered), or another user, has this email.",
  NAME_TAKEN: "Another customer group has this name, ignoring case.",
  NOT_FOUND: "No object with this id is there, or it is deleted.",
  VERSION_CONFLICT: "The object was changed since the version given in ifVersion.",
  INVALID_CREDENTIALS: "Email and password do not belong together.",
} as const;

export type UserErrorCode = keyof typeof userErrorCodes;

export const UserErrorCode = enumType(
  "UserErrorCode",
  "Why an input was refused: stable, for programs to act on.",
  userErrorCodes,
);

@InterfaceType({
  description: "Something a form can show and its user can mend. On any user error nothing was written.",
})
export abstract class UserError {
  @Field(() => UserErrorCode, { description: "Why the input was refused." })
  code!: UserErrorCode;

  @Field(() => String, {
    description: "What was required, in English. Never repeats the value that was given.",
  })
  message!: string;

  @Field(() => [String], {
    description: 'Where in the arguments: names and list indexes, such as `["input","addresses","0","countryCode"]`.',
  })
  path!: string[];
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: "An input that breaks a rule of its own: format, length, presence.",
})
export class InputError extends UserError {}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: "Ids in the input that no live object has.",
})
export class NotFoundError extends UserError {
  @Field(() => [ID], { description: "Every id that was not found, in the order given." })
  ids!: string[];
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: "A value that must be unique and belongs to another object.",
})
export class TakenError extends UserError {
  @Field(() => ID, {
    nullable: true,
    description: "The object that has the value, when it is still there and the caller may see it.",
  })
  existingId!: string | null;
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description:
    "The object is at another version than `ifVersion` says: somebody else changed it. `current` shows what it is now.",
})
export class VersionConflictError extends UserError {
  @Field(() => Int, { description: "The version the object has now." })
  currentVersion!: number;

  /** The id of the object, used to load `current`. */
  currentId!: string;
}
