import type { RegionInput } from "../support/generated/graphql.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { readRegion } from "./region.operations.js";
import { create, europe, givenRegion, regionOf, remove } from "./region.steps.js";

const codes = (...countryCodes: string[]): RegionInput => ({ ...europe, countryCodes });

const refusals: [string, RegionInput, string[]][] = [
  ["nothing at all", {}, ["REQUIRED at input.name", "REQUIRED at input.currencyCode"]],
  ["null", { name: null, currencyCode: null }, ["REQUIRED at input.name", "REQUIRED at input.currencyCode"]],
  ["a blank name", { ...europe, name: " \u200b" }, ["BLANK at input.name"]],
  ["a name of 256 characters", { ...europe, name: "a".repeat(256) }, ["TOO_LONG at input.name"]],
  ["a line break in the name", { ...europe, name: "a\nb" }, ["INVALID at input.name"]],
  ["a blank currency", { ...europe, currencyCode: " " }, ["REQUIRED at input.currencyCode"]],
  ["an unknown currency", { ...europe, currencyCode: "XXY" }, ["INVALID_CURRENCY at input.currencyCode"]],
  ["the name of a currency", { ...europe, currencyCode: "Euro" }, ["INVALID_CURRENCY at input.currencyCode"]],
  ["a withdrawn currency", { ...europe, currencyCode: "DEM" }, ["INVALID_CURRENCY at input.currencyCode"]],
  ["NUL in the currency", { ...europe, currencyCode: "EU\0" }, ["INVALID_CURRENCY at input.currencyCode"]],
  [
    "unknown countries",
    codes("it", "zz", "ita", "", "i\0", "Italy", "__proto__"),
    [1, 2, 3, 4, 5, 6].map((index) => `INVALID_COUNTRY at input.countryCodes.${index}`),
  ],
  ["a country twice", codes("it", "de", " IT "), ["CONFLICTING_INPUT at input.countryCodes.2"]],
  ["more countries than there are", codes(...Array(251).fill("it")), ["TOO_MANY at input.countryCodes"]],
  ["metadata with NUL", { ...europe, metadata: { a: "\0" } }, ["INVALID at input.metadata"]],
];

describe("regionCreate", () => {
  const server = useTestServer();

  it("writes the region with its countries, as it is read afterwards", async () => {
    const input: RegionInput = {
      name: "  Euro area ",
      currencyCode: " eur",
      countryCodes: ["IT", " de", "at", "AX", "xk"],
      metadata: { taxRate: 22, none: null, empty: "" },
    };
    const { region, userErrors } = await create(server, input);
    expect(userErrors).toEqual([]);
    expect(region).toEqual({
      id: expect.stringMatching(/^reg_[0-9A-HJKMNP-TV-Z]{26}$/),
      name: "Euro area",
      currencyCode: "EUR",
      // In the order of Åland Islands, Austria, Germany, Italy, Kosovo.
      countries: ["ax", "at", "de", "it", "xk"].map((iso2) => ({ iso2 })),
      metadata: input.metadata,
      createdAt: region?.updatedAt,
      updatedAt: expect.any(String),
      deletedAt: null,
      version: 1,
    });
    expect(await server.run(readRegion, { id: region?.id ?? "" })).toEqual({ region });
    expect(await regionOf(server, "DEU")).toBe(region?.id);
    expect(await regionOf(server, "fr")).toBeNull();
  });

  it("requires no more than a name and a currency", async () => {
    for (const [index, others] of [{}, { countryCodes: null, metadata: null }, { countryCodes: [] }].entries()) {
      const region = await givenRegion(server, { name: `Region ${index}`, ...others });
      expect(region).toMatchObject({ countries: [], metadata: null });
    }
  });

  it.each(refusals)("refuses %s and writes nothing", async (_, input, errors) => {
    const { region, userErrors } = await create(server, input);
    expect(region).toBeNull();
    expect(inShort(userErrors)).toEqual(errors);
    expect((await allRows(server)).regions).toEqual([]);
  });

  it("returns NAME_TAKEN when another region has the name, ignoring case", async () => {
    const { id } = await givenRegion(server, { name: "Straße" });
    for (const name of ["Straße", "STRASSE", " strasse\u200b"]) {
      const { region, userErrors } = await create(server, { ...europe, name });
      expect(region).toBeNull();
      expect(userErrors).toMatchObject([{ code: "NAME_TAKEN", path: ["input", "name"], existingId: id }]);
    }
    await remove(server, id);
    await givenRegion(server, { name: "STRASSE" });
  });

  it("returns CONFLICTING_INPUT for each country of another region, and moves none", async () => {
    const { id } = await givenRegion(server, { countryCodes: ["it", "de"] });
    const before = await allRows(server);
    const { region, userErrors } = await create(server, { ...codes("fr", "DE", "it"), name: "Other" });
    expect(region).toBeNull();
    expect(inShort(userErrors)).toEqual([
      "CONFLICTING_INPUT at input.countryCodes.1",
      "CONFLICTING_INPUT at input.countryCodes.2",
    ]);
    expect(await allRows(server)).toEqual(before);
    expect(await regionOf(server, "it")).toBe(id);
    expect(await regionOf(server, "fr")).toBeNull();
  });

  it("returns everything that is wrong at once", async () => {
    await givenRegion(server, { countryCodes: ["it"] });
    const { userErrors } = await create(server, {
      name: "EUROPE",
      currencyCode: "x",
      countryCodes: ["zz", "it", "fr", "fr"],
      metadata: { a: "\0" },
    });
    expect(inShort(userErrors).sort()).toEqual([
      "CONFLICTING_INPUT at input.countryCodes.1",
      "CONFLICTING_INPUT at input.countryCodes.3",
      "INVALID at input.metadata",
      "INVALID_COUNTRY at input.countryCodes.0",
      "INVALID_CURRENCY at input.currencyCode",
      "NAME_TAKEN at input.name",
    ]);
  });

  it("takes as many statements for all countries as for one", async () => {
    const all = (await server.ask("{ countries { iso2 } }")).data as unknown as { countries: { iso2: string }[] };
    const countFor = async (name: string, countryCodes: string[]) => {
      const call = () => givenRegion(server, { name, countryCodes });
      const { result, statements } = await server.testDatabase.withStatements(call);
      expect(result.countries).toHaveLength(countryCodes.length);
      await remove(server, result.id);
      return statements.length;
    };
    const everywhere = all.countries.map(({ iso2 }) => iso2);
    expect(everywhere).toHaveLength(250);
    expect(await countFor("Everywhere", everywhere)).toBe(await countFor("Italy", ["it"]));
  });
});
