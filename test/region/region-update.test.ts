import type { RegionInput } from "../support/generated/graphql.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { readRegion } from "./region.operations.js";
import { create, givenRegion, regionOf, remove, update } from "./region.steps.js";

const refusals: [string, RegionInput, string[]][] = [
  [
    "null for name and currency",
    { name: null, currencyCode: null },
    ["name", "currencyCode"].map((name) => `REQUIRED at input.${name}`),
  ],
  ["a blank name", { name: " " }, ["BLANK at input.name"]],
  ["a blank currency", { currencyCode: " " }, ["REQUIRED at input.currencyCode"]],
  ["a withdrawn currency", { currencyCode: "hrk" }, ["INVALID_CURRENCY at input.currencyCode"]],
  ["an unknown country", { countryCodes: ["it", "zz"] }, ["INVALID_COUNTRY at input.countryCodes.1"]],
  ["a country twice", { countryCodes: ["it", "IT"] }, ["CONFLICTING_INPUT at input.countryCodes.1"]],
  ["a country of another region", { countryCodes: ["it", "au"] }, ["CONFLICTING_INPUT at input.countryCodes.1"]],
  ["the name of another region", { name: "OCEANIA" }, ["NAME_TAKEN at input.name"]],
];

const missingIds = ["reg_unknown", "reg_", "reg_\0", ""];

describe("regionUpdate", () => {
  const server = useTestServer();

  it("changes only the given fields", async () => {
    const before = await givenRegion(server, { countryCodes: ["it", "de"], metadata: { a: 1, b: { c: 2 } } });
    const { region, userErrors } = await update(server, before.id, {
      currencyCode: "chf",
      metadata: { a: "", d: null },
    });
    expect(userErrors).toEqual([]);
    const changed = { currencyCode: "CHF", metadata: { b: { c: 2 }, d: null }, version: 2 };
    expect(region).toEqual({ ...before, ...changed, updatedAt: region?.updatedAt });
    expect(await server.run(readRegion, { id: before.id })).toEqual({ region });
  });

  it("replaces the countries: those left out are free", async () => {
    const { id } = await givenRegion(server, { countryCodes: ["it", "de"] });
    await update(server, id, { countryCodes: ["FR", "DE"] });
    expect(await Promise.all(["it", "de", "fr"].map((code) => regionOf(server, code)))).toEqual([null, id, id]);
    const other = await givenRegion(server, { name: "Italy", countryCodes: ["it"] });
    expect(await regionOf(server, "it")).toBe(other.id);
  });

  it.each([[null], [[]]])("removes all countries with %j", async (countryCodes) => {
    const { id } = await givenRegion(server, { countryCodes: ["it", "de"] });
    expect((await update(server, id, { countryCodes })).region).toMatchObject({ countries: [], version: 2 });
    expect(await regionOf(server, "it")).toBeNull();
  });

  it("succeeds without a change of the version when nothing changes", async () => {
    const before = await givenRegion(server, { countryCodes: ["it", "de"], metadata: { a: 1 } });
    const inputs = [
      {},
      { name: "Europe ", currencyCode: "eur" },
      { countryCodes: ["DE", "it"] },
      { metadata: { b: "" } },
    ];
    for (const input of inputs) {
      expect(await update(server, before.id, input)).toEqual({ region: before, userErrors: [] });
    }
  });

  it("takes its own name in another case", async () => {
    const { id } = await givenRegion(server);
    expect((await update(server, id, { name: "EUROPE" })).region).toMatchObject({ name: "EUROPE", version: 2 });
  });

  it.each(refusals)("refuses %s and writes nothing", async (_, input, errors) => {
    await givenRegion(server, { name: "Oceania", countryCodes: ["au"] });
    const { id } = await givenRegion(server, { countryCodes: ["de"] });
    const before = await allRows(server);
    const { region, userErrors } = await update(server, id, input);
    expect(region).toBeNull();
    expect(inShort(userErrors)).toEqual(errors);
    expect(await allRows(server)).toEqual(before);
  });

  it("returns VERSION_CONFLICT with the present version and region", async () => {
    const { id } = await givenRegion(server);
    const query = `mutation ($id: ID!) { regionUpdate(id: $id, input: { name: "New" }, ifVersion: 2) {
      region { id }
      userErrors { code path ... on VersionConflictError { currentVersion current { ... on Region { id name } } } }
    } }`;
    const conflict = {
      code: "VERSION_CONFLICT",
      path: ["ifVersion"],
      currentVersion: 1,
      current: { id, name: "Europe" },
    };
    expect((await server.ask(query, { id })).data).toEqual({ regionUpdate: { region: null, userErrors: [conflict] } });
  });

  it("returns NOT_FOUND for unknown and deleted regions, and INVALID_ID for an id of another type", async () => {
    const { id } = await givenRegion(server);
    await remove(server, id);
    for (const missing of [...missingIds, id]) {
      const { userErrors } = await update(server, missing, { name: "New" });
      expect(userErrors).toMatchObject([{ code: "NOT_FOUND", path: ["id"], ids: [missing] }]);
    }
    expect(inShort((await update(server, "cus_1", {})).userErrors)).toEqual(["INVALID_ID at id"]);
  });
});

describe("regionDelete", () => {
  const server = useTestServer();

  it("hides the region and frees its name and countries", async () => {
    const { id } = await givenRegion(server, { countryCodes: ["it", "de"] });
    expect(await remove(server, id, 1)).toEqual({ deletedId: id, userErrors: [] });
    expect(await server.run(readRegion, { id })).toEqual({ region: null });
    expect(await regionOf(server, "it")).toBeNull();
    const { region, userErrors } = await create(server, { name: "Europe", currencyCode: "EUR", countryCodes: ["it"] });
    expect(userErrors).toEqual([]);
    expect(await regionOf(server, "it")).toBe(region?.id);
  });

  it("succeeds again without a change, with any ifVersion", async () => {
    const { id } = await givenRegion(server);
    await remove(server, id);
    const before = await allRows(server);
    for (const ifVersion of [null, 1, 2, 99]) {
      expect(await remove(server, id, ifVersion)).toEqual({ deletedId: id, userErrors: [] });
    }
    expect(await allRows(server)).toEqual(before);
  });

  it("returns VERSION_CONFLICT, NOT_FOUND or INVALID_ID, and deletes nothing", async () => {
    const { id } = await givenRegion(server, { countryCodes: ["it"] });
    expect(await remove(server, id, 2)).toMatchObject({
      deletedId: null,
      userErrors: [{ code: "VERSION_CONFLICT", currentVersion: 1 }],
    });
    for (const missing of missingIds) {
      const { userErrors } = await remove(server, missing);
      expect(userErrors).toMatchObject([{ code: "NOT_FOUND", path: ["id"], ids: [missing] }]);
    }
    expect(inShort((await remove(server, "plist_1")).userErrors)).toEqual(["INVALID_ID at id"]);
    expect(await regionOf(server, "it")).toBe(id);
  });
});
