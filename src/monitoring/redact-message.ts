import { type GraphQLError, Kind } from "graphql";

/*
 * GraphQL's own messages repeat what they were given, such as `Variable "$input" got invalid value {…}` with the whole
 * input. A value may be a password, or personal data, and messages end up on screens and in logs: here the values are
 * taken out. Which variable, argument or field it was, where in it, and what was expected, stays.
 */

/** The message of an error about a document or its variables, without the values that the client gave. */
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

/** A message without the names that GraphQL suggests instead of an unknown one. */
export function withoutSuggestion(message: string): string {
  return message.replace(/ Did you mean .*\?$/s, "");
}

/** The error's locations lead to what the message leaves out. */
function redactSyntaxError(message: string): string {
  return message
    .replace(/((?:found|Unexpected) (?:Name|Int|Float|String|BlockString|Comment)) ".*"\.$/s, "$1.")
    .replace(/(escape sequence): ".*$/s, "$1.");
}

/** `Variable "$input" got invalid value {…} at "input.password"; <reason>`, where the value may hold any text. */
function redactVariableError(message: string, { message: reason }: Error): string {
  const variable = /^Variable "\$(\w+)" got invalid value /.exec(message);
  if (variable === null) return message;
  // A quote in a text would have a backslash before it: only the path itself can end like this.
  const path = / at "\w+[\w.[\]]*"$/.exec(message.slice(0, -`; ${reason}`.length))?.[0] ?? "";
  return `Variable "$${variable[1]}" got invalid value${path}; ${expectation(reason)}`;
}

const hint = /(?: Did you mean [\w", ]+\?)?$/.source;

// How the messages begin or end that say what was expected. What none of them knows may consist of the value alone.
const expectations = [
  /^Expected non-nullable type "[\w![\]]+" not to be null(?=\.$)/,
  /^Expected type "\w+" to be an object(?=\.$)/,
  /^Expected value of type "[\w![\]]+"(?:, found null(?=[.;]))?/,
  /^Field "[\w.]+" of required type "[\w![\]]+" was not provided(?=\.$)/,
  new RegExp(`^Field "\\w+" is not defined by type "\\w+"\\.${hint}`),
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
