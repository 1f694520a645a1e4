import fc from "fast-check";
import {
  type GraphQLArgument,
  GraphQLID,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLNonNull,
  type GraphQLNullableType,
  GraphQLString,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from "graphql";
import { inPercent, usually } from "./chances.js";
import type { LikelyValues } from "./likely-values.js";
import { type Input, Variable } from "./operation-plan.js";
import { wrongValues } from "./wrong-values.js";

/** A place for a value. */
export interface Place {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly hasDefault: boolean;
}

/** The place of an argument of a field, or of a field of an input. */
export function placeOf(parent: string, { name, type, defaultValue }: GraphQLArgument | GraphQLInputField): Place {
  return { name: `${parent}.${name}`, type, hasDefault: defaultValue !== undefined };
}

/** The maximum number of nested input objects. */
const inputLevels = 3;

/** Plans the values of arguments. */
export class InputPlans {
  private readonly made = new Map<string, fc.Arbitrary<Input>>();

  constructor(
    private readonly likely: LikelyValues,
    /** True if many variables get a value that their type refuses. */
    private readonly wrongVariables: boolean,
  ) {}

  /** A plan for any valid content of a place: a value, a variable, or a value with variables inside. */
  at(place: Place, levels = inputLevels): fc.Arbitrary<Input> {
    const { name, type } = place;
    return this.once(`at ${name} ${type} ${levels}`, () =>
      usually(3, this.value(name, type, levels, false), this.variable(place)),
    );
  }

  private value(name: string, type: GraphQLInputType, levels: number, isConstant: boolean): fc.Arbitrary<Input> {
    const nonNull = this.nonNull(name, getNullableType(type), levels, isConstant);
    if (isNonNullType(type)) return nonNull;
    return usually(20, nonNull, fc.constant(null));
  }

  private nonNull(
    name: string,
    type: GraphQLInputType & GraphQLNullableType,
    levels: number,
    isConstant: boolean,
  ): fc.Arbitrary<Input> {
    return this.once(`${name} ${type} ${levels} ${isConstant}`, () => {
      if (isListType(type)) {
        const { ofType } = type;
        const element = isConstant
          ? this.value(name, ofType, levels, true)
          : this.at({ name, type: ofType, hasDefault: false }, levels);
        const single = this.nonNull(name, getNullableType(ofType), levels, isConstant);
        return usually(4, fc.array(element, { maxLength: 3 }), single);
      }
      if (isInputObjectType(type)) {
        return type.isOneOf ? this.oneField(type, levels, isConstant) : this.fields(type, levels, isConstant);
      }
      if (isEnumType(type)) return fc.constantFrom(...type.getValues().map((value) => value.name));
      const likely = this.likely(name, type.name);
      if (isConstant || !(type.name.startsWith("JSON") || type.name === "_Any")) return likely;
      // A literal of such a scalar can contain variables of any type.
      if (type.name === "_Any") {
        const id = this.variable({ name: "Query.customer.id", type: new GraphQLNonNull(GraphQLID), hasDefault: false });
        return usually<Input>(2, likely, fc.record({ __typename: fc.constant("Customer"), id }));
      }
      const member = this.variable({ name: "JSON.member", type: GraphQLString, hasDefault: false });
      return usually<Input>(
        4,
        likely,
        fc.record({ tier: member, tiers: fc.tuple(member) }, { requiredKeys: ["tier"] }),
      );
    });
  }

  private fields(type: GraphQLInputObjectType, levels: number, isConstant: boolean): fc.Arbitrary<Input> {
    const fields = Object.values(type.getFields()).filter(
      (field) => levels > 0 || isRequiredInputField(field) || !isInputObjectType(getNamedType(field.type)),
    );
    // Filters have few conditions, because many rarely match a row. Other inputs have many fields, because few rarely create one.
    const percent = type.name.endsWith("Filter") ? Math.min(50, Math.ceil(150 / fields.length)) : 70;
    const inputs = fields.map((field) => {
      const place = placeOf(type.name, field);
      const input = isConstant ? this.value(place.name, field.type, levels - 1, true) : this.at(place, levels - 1);
      return [field.name, isRequiredInputField(field) ? input : inPercent(percent, input)] as const;
    });
    return fc.record(Object.fromEntries(inputs));
  }

  /** A plan for an input that takes exactly one of its fields, which is not null (`@oneOf`). */
  private oneField(type: GraphQLInputObjectType, levels: number, isConstant: boolean): fc.Arbitrary<Input> {
    const inputs = Object.values(type.getFields()).map((field) => {
      const name = `${type.name}.${field.name}`;
      const nonNull = new GraphQLNonNull(getNullableType(field.type));
      const input = isConstant
        ? this.value(name, nonNull, levels - 1, true)
        : this.at({ name, type: nonNull, hasDefault: false }, levels - 1);
      return fc.record({ [field.name]: input });
    });
    return fc.oneof(...inputs);
  }

  /** A plan for a variable, in all valid forms at a place. */
  private variable({ name, type, hasDefault }: Place): fc.Arbitrary<Input> {
    const nullable = getNullableType(type);
    const nonNull = new GraphQLNonNull(nullable);
    const right = this.nonNull(name, nullable, 1, true);
    const none = fc.constant(undefined);
    // If there is a default, null is valid for a non-null place. The field then fails.
    const optional = usually(2, right, fc.constantFrom(undefined, undefined, null));
    const defaultValue = isNonNullType(type) ? right : this.value(name, nullable, 1, true);
    const ways: [GraphQLInputType, defaultValue: fc.Arbitrary<Input>, value: fc.Arbitrary<unknown>][] = [
      [nonNull, none, right],
      [nonNull, right, inPercent(50, right)],
      [nullable, defaultValue, optional],
    ];
    if (!isNonNullType(type) || hasDefault) ways.push([nullable, none, optional]);
    return fc.oneof(
      ...ways.map(([declared, defaultValue, value]) => {
        const given = this.wrongVariables ? usually(2, value, wrongValues(declared)) : value;
        return fc
          .tuple(defaultValue, given, fc.boolean())
          .map((parts) => new Variable(`${name}: ${type}`, declared, ...parts));
      }),
    );
  }

  private once(key: string, make: () => fc.Arbitrary<Input>): fc.Arbitrary<Input> {
    const made = this.made.get(key) ?? make();
    this.made.set(key, made);
    return made;
  }
}
