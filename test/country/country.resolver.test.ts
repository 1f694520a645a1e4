import { type GraphQLSchema, graphql, printSchema } from "graphql";
import { buildSchema } from "type-graphql";
import { CountryResolver } from "../../src/shop/country/country.resolver.js";

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = await buildSchema({ resolvers: [CountryResolver] });
});

async function execute(source: string, variableValues: Record<string, unknown> = {}) {
  const result = await graphql({ schema, source, variableValues });
  expect(result.errors).toBeUndefined();
  return result.data;
}

const countryQuery =
  "query ($code: String!) { country(code: $code) { iso2 iso3 numCode name displayName hasPostalCodes } }";

it("returns a country by its code in any case", async () => {
  const expected = {
    iso2: "it",
    iso3: "ita",
    numCode: "380",
    name: "ITALY",
    displayName: "Italy",
    hasPostalCodes: true,
  };
  expect(await execute(countryQuery, { code: "IT" })).toEqual({ country: expected });
  expect(await execute(countryQuery, { code: "ita" })).toEqual({ country: expected });
});

it("returns null for an unknown code", async () => {
  expect(await execute(countryQuery, { code: "zz" })).toEqual({ country: null });
});

it("returns all countries", async () => {
  const data = await execute("{ countries { iso2 iso3 numCode name displayName hasPostalCodes } }");
  expect(data?.countries).toHaveLength(250);
});

it("describes every type, field and argument", () => {
  const sdl = printSchema(schema);
  expect(sdl).toContain("countries: [Country!]!");
  expect(sdl).toContain("): Country\n");
  for (const type of [schema.getType("Country"), schema.getQueryType()]) {
    if (!type || !("getFields" in type)) throw new Error("Expected an object type.");
    for (const field of Object.values(type.getFields())) expect(field.description).toBeTruthy();
  }
  expect(schema.getQueryType()?.getFields().country?.args[0]?.description).toBeTruthy();
});
