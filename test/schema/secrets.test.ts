import { getNamedType, isInterfaceType, isLeafType, isObjectType, parse } from "graphql";
import { isSecretField, selectsSecret } from "../../src/access/auth/secret-field.js";
import { createSchema } from "../../src/schema.js";
import { typesOf } from "./elements.js";

const schema = createSchema();
const fields = typesOf(schema)
  .filter((type) => isObjectType(type) || isInterfaceType(type))
  .flatMap((type) =>
    Object.values(type.getFields()).map((field) => ({ coordinate: `${type.name}.${field.name}`, field })),
  );
const declared = fields.filter(({ field }) => isSecretField(field)).map(({ coordinate }) => coordinate);

/** Values that have the word in their description and are no secrets, each with the reason. */
const harmless: Readonly<Record<string, string>> = {
  "ApiKey.redacted": "the ends of a secret, to know it by",
  "Job.resultPath": "a path, which is read with the credential of the caller",
  "LoginPayload.expiresAt": "a time",
};

describe("fields that show a secret", () => {
  it("are all declared if their description mentions a secret", () => {
    const speakOfOne = fields
      .filter(({ field }) => isLeafType(getNamedType(field.type)))
      .filter(({ coordinate, field }) =>
        /secret|token|password|hash|credential|sk_/i.test(`${coordinate} ${field.description}`),
      )
      .map(({ coordinate }) => coordinate);
    expect(speakOfOne.sort()).toEqual([...declared, ...Object.keys(harmless)].sort());
  });

  it.each([
    ["a field", 'mutation { apiKeyCreate(input: {title: "", scopes: []}) { secret } }', true],
    ["a field under another name", 'mutation { login(email: "", password: "") { id: token } }', true],
    [
      "a field in a fragment",
      'mutation { ...A } fragment A on Mutation { customerLogin(email: "", password: "") { ... { token } } }',
      true,
    ],
    ["another field under its name", 'mutation { token: apiKeyRevoke(id: "") { secret: userErrors { code } } }', false],
  ])("are found in a document: %s", (_what, text, isFound) => {
    expect(selectsSecret(schema, parse(text))).toBe(isFound);
  });
});
