import { useTestServer } from "../support/server.js";

const createUser = "mutation ($input: UserCreateInput!) { userCreate(input: $input) { user { id } } }";
const login = 'mutation ($password: String!) { login(email: "", password: $password) { token } }';
const input = { email: "ada@example.com", password: "hunter2-hunter2", scopes: [] };
type Case = [what: string, query: string, variables: object, message: string];
const keys = (argument: string) => `mutation { apiKeyCreate(input: ${argument}) { secret } }`;

describe("a message about an invalid value says what was expected and does not contain the value", () => {
  const server = useTestServer();
  const messagesOf = async (query: string, variables = {}) =>
    (await server.ask(query, variables)).errors?.map(({ message }) => message);

  it.each<Case>([
    [
      "a number for a text",
      createUser,
      { input: { ...input, password: 48151623 } },
      'Variable "$input" got invalid value at "input.password"; String cannot represent a non string value.',
    ],
    [
      "a list for a text, at the top",
      login,
      { password: ["hunter2"] },
      'Variable "$password" got invalid value; String cannot represent a non string value.',
    ],
    [
      "a missing field, for which the value is the whole input",
      createUser,
      { input: { email: input.email, password: input.password } },
      'Variable "$input" got invalid value; Field "scopes" of required type "[Scope!]!" was not provided.',
    ],
    [
      "a field that is not there, with a hint",
      createUser,
      { input: { ...input, pasword: "hunter2" } },
      'Variable "$input" got invalid value; Field "pasword" is not defined by type "UserCreateInput". Did you mean "password"?',
    ],
    [
      "a field whose name can be a value",
      createUser,
      { input: { ...input, "hunter2 hunter2": "password" } },
      'Variable "$input" got invalid value; The value must have the form of its type.',
    ],
    [
      "two fields of an input with exactly one",
      "mutation ($by: CustomerIdentifier!) { customerUpsert(by: $by, input: {}) { outcome } }",
      { by: { email: "hunter2@example.com", id: "hunter2" } },
      'Variable "$by" got invalid value; Exactly one key must be specified for OneOf type "CustomerIdentifier".',
    ],
    [
      "two literal fields of an input with exactly one",
      'mutation { customerUpsert(by: {email: "hunter2@example.com", id: "hunter2"}, input: {}) { outcome } }',
      {},
      'OneOf Input Object "CustomerIdentifier" must specify exactly one key.',
    ],
    ...(["id", "email", "externalId"] as const).flatMap((field): Case[] => [
      [
        `null for ${field} of an input with exactly one`,
        "mutation ($by: CustomerIdentifier!) { customerUpsert(by: $by, input: {}) { outcome } }",
        { by: { [field]: null } },
        `Variable "$by" got invalid value at "by.${field}"; Field "${field}" must be non-null.`,
      ],
      [
        `a literal null for ${field} of an input with exactly one`,
        `mutation { customerUpsert(by: {${field}: null}, input: {}) { outcome } }`,
        {},
        `Field "CustomerIdentifier.${field}" must be non-null.`,
      ],
    ]),
    [
      "a variable that is null in an input with exactly one",
      "mutation ($id: ID) { customerUpsert(by: {id: $id}, input: {}) { outcome } }",
      { id: null },
      "by.id must not be null, but the variable $id is null.",
    ],
    [
      "a variable that is missing in an input with exactly one",
      "mutation ($id: ID) { customerUpsert(by: {id: $id}, input: {}) { outcome } }",
      {},
      "by.id must not be null, but the variable $id is missing.",
    ],
    [
      "null",
      createUser,
      { input: { ...input, password: null } },
      'Variable "$input" got invalid value at "input.password"; Expected non-nullable type "String!" not to be null.',
    ],
    [
      "a text for an object",
      createUser,
      { input: 'hunter2 at "input.email"' },
      'Variable "$input" got invalid value; Expected type "UserCreateInput" to be an object.',
    ],
    [
      "a text for an enum's value",
      createUser,
      { input: { ...input, scopes: ["USERS_MANAGE", "hunter2"] } },
      'Variable "$input" got invalid value at "input.scopes[1]"; The value does not exist in "Scope" enum.',
    ],
    [
      "a text close to an enum's value",
      createUser,
      { input: { ...input, scopes: ["USER_MANAGE"] } },
      'Variable "$input" got invalid value at "input.scopes[0]"; The value does not exist in "Scope" enum. Did you mean the enum value "USERS_MANAGE" or "JOBS_MANAGE"?',
    ],
    [
      "a number for an enum's value",
      createUser,
      { input: { ...input, scopes: [48151623] } },
      'Variable "$input" got invalid value at "input.scopes[0]"; Enum "Scope" cannot represent non-string value.',
    ],
    [
      "a text for a time",
      "mutation ($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { secret } }",
      { input: { title: "Import", scopes: [], expiresAt: "hunter2 value: hunter2" } },
      'Variable "$input" got invalid value at "input.expiresAt"; DateTime cannot represent an invalid date-time-string.',
    ],
    [
      "a text for metadata",
      "mutation ($input: CustomerCreateInput!) { customerCreate(input: $input) { customer { id } } }",
      { input: { firstName: "Ada", metadata: "hunter2" } },
      'Variable "$input" got invalid value at "input.metadata"; JSONObject cannot represent non-object value.',
    ],
    ["a variable that is missing", login, {}, 'Variable "$password" of required type "String!" was not provided.'],
    [
      "a literal number for a text",
      'mutation { login(email: "ada@example.com", password: 48151623) { token } }',
      {},
      "String cannot represent a non string value.",
    ],
    [
      "a literal object for a text",
      'mutation { login(email: "ada@example.com", password: {hunter2: "hunter2"}) { token } }',
      {},
      "String cannot represent a non string value.",
    ],
    [
      "a literal null for a text",
      'mutation { login(email: "ada@example.com", password: null) { token } }',
      {},
      'Expected value of type "String!", found null.',
    ],
    ["a literal text for an object", keys('"hunter2"'), {}, 'Expected value of type "ApiKeyCreateInput!".'],
    [
      "a literal text for an enum's value",
      keys('{title: "hunter2", scopes: "hunter2"}'),
      {},
      'Enum "Scope" cannot represent non-enum value.',
    ],
    [
      "an unknown name for an enum's value",
      keys('{title: "hunter2", scopes: hunter2}'),
      {},
      'The value does not exist in "Scope" enum.',
    ],
    [
      "a literal field that is missing",
      keys('{title: "hunter2"}'),
      {},
      'Field "ApiKeyCreateInput.scopes" of required type "[Scope!]!" was not provided.',
    ],
    [
      "a literal text for a time",
      keys('{title: "hunter2", scopes: [], expiresAt: "hunter2"}'),
      {},
      "DateTime cannot represent an invalid date-time-string.",
    ],
    [
      "null from a variable, deep in an argument",
      'query ($direction: SortDirection = ASC) { customers(search: "hunter2", sort: [{field: ID, direction: $direction}]) { totalCount } }',
      { direction: null },
      "sort.0.direction must not be null, but the variable $direction is null.",
    ],
    [
      "a string instead of a name",
      'mutation { login(email: "ada@example.com" "hunter2 and \\"hunter2\\"") { token } }',
      {},
      "Syntax Error: Expected Name, found String.",
    ],
    [
      "words without quotes",
      "mutation { login(password: correct hunter2 hunter2) { token } }",
      {},
      'Syntax Error: Expected ":", found Name.',
    ],
    [
      "an invalid escape sequence",
      'mutation { login(password: "\\u{hunter2}") { token } }',
      {},
      "Syntax Error: Invalid Unicode escape sequence.",
    ],
  ])("%s", async (_what, query, variables, message) => {
    expect(await messagesOf(query, variables)).toEqual([message]);
  });

  it("does not change messages about names", async () => {
    expect(await messagesOf("{ custumer { id } }")).toEqual([
      'Cannot query field "custumer" on type "Query". Did you mean "customer" or "customers"?',
    ]);
    expect(await messagesOf("query ($id: Int) { customer(id: $id) { id } }")).toEqual([
      'Variable "$id" of type "Int" used in position expecting type "ID!".',
    ]);
    expect(await messagesOf("{ customer(id: $id) { id } }")).toEqual(['Variable "$id" is not defined.']);
    expect(await messagesOf("{ customers(first: 300) { totalCount } }")).toEqual([expect.stringContaining("250")]);
  });
});
