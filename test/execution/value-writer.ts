import { type GraphQLInputType, getNamedType, isEnumType, isInputObjectType } from "graphql";
import { type Input, type InputFields, Variable } from "./operation-plan.js";

/** Writes the values of an operation and collects its variables. */
export class ValueWriter {
  /** All variables by their names. */
  private readonly variables = new Map<string, Variable>();

  /** Writes a value of this type. Without a type it is inside of a scalar. */
  text(input: Input, type?: GraphQLInputType): string {
    if (input instanceof Variable) return this.nameOf(input);
    if (isList(input)) return `[${input.map((element) => this.text(element, type)).join(", ")}]`;
    if (typeof input === "object" && input !== null) return `{${this.fields(input, type)}}`;
    // A JSON string is a valid GraphQL string.
    return isEnumType(type && getNamedType(type)) ? String(input) : JSON.stringify(input ?? null);
  }

  /** The definitions of the variables, in parentheses. */
  definitions(): string {
    const definitions = [...this.variables].map(([name, { type, defaultValue }]) => {
      const ending = defaultValue === undefined ? "" : ` = ${this.text(defaultValue, type)}`;
      return `${name}: ${type}${ending}`;
    });
    return inParentheses(definitions);
  }

  /** The values of the variables, converted through JSON as in a request. */
  given(): Record<string, unknown> {
    const values = [...this.variables].map(([name, { value }]) => [name.slice(1), value]);
    return JSON.parse(JSON.stringify(Object.fromEntries(values)));
  }

  private nameOf(variable: Variable): string {
    for (const [name, known] of this.variables) {
      const isSame = variable.isShareable && known.place === variable.place;
      if (known === variable || isSame) return name;
    }
    const name = `$v${this.variables.size + 1}`;
    this.variables.set(name, variable);
    return name;
  }

  private fields(fields: InputFields, type: GraphQLInputType | undefined): string {
    const named = type && getNamedType(type);
    const types = isInputObjectType(named) ? named.getFields() : {};
    return Object.entries(fields)
      .filter(([, input]) => input !== undefined)
      .map(([name, input]) => `${name}: ${this.text(input, types[name]?.type)}`)
      .join(", ");
  }
}

/** Returns definitions or arguments in parentheses, or an empty string if there are none. */
export function inParentheses(parts: readonly string[]): string {
  return parts.length === 0 ? "" : `(${parts.join(", ")})`;
}

function isList(input: Input): input is readonly Input[] {
  return Array.isArray(input);
}
