import fc from "fast-check";
import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from "graphql";

const byScalar: Readonly<Record<string, readonly unknown[]>> = {
  Boolean: ["true", 0, {}],
  Int: [1.5, "1", true, 2_147_483_648, {}],
  Float: ["1.5", true, {}],
  String: [1, true, {}, ["a"]],
  ID: [1.5, true, {}, ["a"]],
  DateTime: ["yesterday", "2024-02-30T00:00:00Z", "2024-01-01", true, {}],
  JSONObject: [1, "{}", true, ["a"]],
  _Any: [1, "{}", true, ["a"]],
};

/** Generates invalid values for a variable of this type. `undefined` omits it. */
export function wrongValues(type: GraphQLInputType, levels = 2): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return fc.oneof(wrongValues(type.ofType, levels), fc.constantFrom(null, undefined));
  if (isListType(type)) {
    const element = wrongValues(type.ofType, levels);
    return fc.oneof(element, fc.array(element, { minLength: 1, maxLength: 2 }));
  }
  if (isEnumType(type)) return fc.constantFrom("NOTHING", "", 1, true, {});
  if (!isInputObjectType(type)) return fc.constantFrom(...(byScalar[type.name] ?? [undefined]));
  const noObjects = fc.constantFrom<unknown>("text", 1, [1], { nothing: 1 });
  if (levels === 0) return noObjects;
  // The other required fields are missing, which is invalid, too.
  const fields = Object.values(type.getFields()).map((field) =>
    wrongValues(field.type, levels - 1).map((value) => ({ [field.name]: value })),
  );
  const required = Object.values(type.getFields()).some(isRequiredInputField) ? [fc.constant({})] : [];
  return fc.oneof(noObjects, ...required, ...fields);
}
