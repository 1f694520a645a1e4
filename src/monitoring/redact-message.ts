import { type GraphQLError, Kind } from "graphql";

/*
 * The messages of graphql-js contain values of the client, for example `Variable "$input" got invalid value {…}` with the
 * whole input. A value may be a password or personal data, and messages are shown on screens and in logs. This file removes
 * the values. It keeps the variable, argument or field, the path in it, and the expected form.
 */

/** Returns the message of an error without the values that the client has sent. */
export function redactMessage(error: GraphQLError): string {
  const { message, nodes, originalError } = error;
  const kind = nodes?.[0]?.kind;
  if (message.startsWith("Syntax Error: ")) return redactSyntaxError(message);
  if (kind === Kind.VARIABLE_DEFINITION && originalError) return redactVariableError(message, originalError);
  return kind !== undefined && literals.has(kind) ? expectation(message) : message;
}

const literals: ReadonlySet<string> = new Set([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
]);

/** Removes the names that graphql-js suggests for an unknown name. */
export function removeSuggestion(message: string): string {
  return message.replace(/ Did you mean .*\?$/s, "");
}

/** Removes the token. The locations of the error show its position. */
function redactSyntaxError(message: string): string {
  return message
    .replace(/((?:found|Unexpected) (?:Name|Int|Float|String|BlockString|Comment)) ".*"\.$/s, "$1.")
    .replace(/(escape sequence): ".*$/s, "$1.");
}

/** The message is `Variable "$input" got invalid value {…} at "input.password"; <reason>`. The value can contain any text. */
function redactVariableError(message: string, { message: reason }: Error): string {
  const variable = /^Variable "\$(\w+)" got invalid value /.exec(message);
  if (variable === null) return message;
  // A quote inside of the value has a backslash before it, so only the path matches.
  const path = / at "\w+[\w.[\]]*"$/.exec(message.slice(0, -`; ${reason}`.length))?.[0] ?? "";
  return `Variable "$${variable[1]}" got invalid value${path}; ${expectation(reason)}`;
}

const hint = /(?: Did you mean [\w", ]+\?)?$/.source;

// Parts of messages that say what was expected. Other messages are not shown, because they may contain the value.
const expectations = [
  /^Expected non-nullable type "[\w![\]]+" not to be null(?=\.$)/,
  /^Expected type "\w+" to be an object(?=\.$)/,
  /^Expected value of type "[\w![\]]+"(?:, found null(?=[.;]))?/,
  /^Field "[\w.]+" of required type "[\w![\]]+" was not provided(?=\.$)/,
  new RegExp(`^Field "\\w+" is not defined by type "\\w+"\\.${hint}`),
  /^Exactly one key must be specified for OneOf type "\w+"(?=\.$)/,
  /^OneOf Input Object "\w+" must specify exactly one key(?=\.$)/,
  /^Field "\w+(?:\.\w+)?" must be non-null(?=\.$)/,
  /^Argument "\w+" has invalid value/,
  /^Argument "\w+" of non-null type "[\w![\]]+" must not be null(?=\.$)/,
  /^(?:\w+|Enum "\w+") cannot represent (?:an? )?(?:non[\w -]+ )?value(?=[:.])/,
  /^DateTime cannot represent (?:an invalid date-time-string|non string or Date type)/,
];

const unknownEnumValue = new RegExp(`does not exist in "\\w+" enum\\.${hint}`);

function expectation(message: string): string {
  const enumValue = unknownEnumValue.exec(message);
  if (enumValue) return `The value ${enumValue[0]}`;
  for (const known of expectations) {
    const [text] = known.exec(message) ?? [];
    if (text !== undefined) return /[.?]$/.test(text) ? text : `${text}.`;
  }
  return "The value must have the form of its type.";
}
