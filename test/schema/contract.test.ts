import { readFileSync } from "node:fs";
import path from "node:path";
import { BreakingChangeType, buildSchema, findBreakingChanges, type GraphQLNamedType, isEnumType } from "graphql";
import { userErrorCodes } from "../../src/graphql/errors/user-error.type.js";
import { printSchema } from "../../src/graphql/schema/print-schema.js";
import { createSchema } from "../../src/schema.js";
import { elementsOf, typeSignature, typesOf } from "./elements.js";

const contract = buildSchema(readFileSync(path.join(import.meta.dirname, "contract.graphql"), "utf8"));
const schema = createSchema();

describe("the schema", () => {
  it("offers every element of the contract with the same type and default", () => {
    const offered = new Set(
      typesOf(schema)
        .flatMap(elementsOf)
        .map(({ signature }) => signature),
    );
    const missing = typesOf(contract).flatMap((type) => missingOf(type, offered));
    expect(missing).toEqual([]);
  });

  it("requires no input that is not in the contract", () => {
    const changes = findBreakingChanges(contract, schema).filter(
      ({ type }) =>
        type === BreakingChangeType.REQUIRED_ARG_ADDED || type === BreakingChangeType.REQUIRED_INPUT_FIELD_ADDED,
    );
    expect(changes).toEqual([]);
  });

  it("describes the schema and every type, field, argument, input field and enum value", () => {
    expect(schema.description).toContain("customers of an online shop");
    const elements = typesOf(schema).flatMap(elementsOf);
    const undescribed = elements.filter(({ description }) => !description?.trim());
    expect(elements.length).toBeGreaterThan(400);
    expect(undescribed.map(({ signature }) => signature)).toEqual([]);
  });

  it("is the same as in schema.graphql", () => {
    expect(readFileSync(path.join(import.meta.dirname, "../../schema.graphql"), "utf8")).toBe(printSchema(schema));
  });

  it("has exactly the user error codes of the list in the code", () => {
    const type = schema.getType("UserErrorCode");
    const values = isEnumType(type) ? type.getValues() : [];
    expect(Object.fromEntries(values.map(({ name, description }) => [name, description]))).toEqual(userErrorCodes);
  });
});

/** The missing elements of a type. A type or field that is missing completely is listed without its parts. */
function missingOf(type: GraphQLNamedType, offered: ReadonlySet<string>): string[] {
  const missing = elementsOf(type)
    .map(({ signature }) => signature)
    .filter((signature) => !offered.has(signature));
  if (missing.includes(typeSignature(type))) return [typeSignature(type)];
  return missing.filter((signature) => !missing.some((field) => signature.startsWith(`${field.split(":")[0]}(`)));
}
