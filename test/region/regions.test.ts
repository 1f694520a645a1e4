import { allCountries } from "../../src/shop/country/country.data.js";
import { givenAddress } from "../address/address.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { givenCustomerSession } from "../login/login.steps.js";
import { refusalOf } from "../support/bad-input.js";
import { useTestServer } from "../support/server.js";
import { readCountries, readCountry, regionsPage } from "./region.operations.js";
import { givenRegion, remove } from "./region.steps.js";

describe("regions", () => {
  const server = useTestServer();

  async function givenThree() {
    const europe = await givenRegion(server, { countryCodes: ["it", "de"] });
    const oceania = await givenRegion(server, { name: "Oceania", countryCodes: ["au"] });
    const africa = await givenRegion(server, { name: "Africa" });
    return [europe, oceania, africa] as const;
  }

  it("lists regions in creation order, without deleted ones", async () => {
    const [europe, oceania, africa] = await givenThree();
    const idsOf = async () => {
      const { regions } = await server.run(regionsPage, {});
      expect(regions.totalCount).toBe(regions.nodes.length);
      return regions.nodes.map(({ id }) => id);
    };
    expect(await idsOf()).toEqual([europe.id, oceania.id, africa.id]);
    await remove(server, oceania.id);
    expect(await idsOf()).toEqual([europe.id, africa.id]);
  });

  it("returns pages by cursor in both directions, and by offset", async () => {
    const [europe, oceania, africa] = await givenThree();
    const page = async (args: object) => (await server.run(regionsPage, args)).regions;
    const first = await page({ first: 1 });
    expect(first).toMatchObject({
      nodes: [{ id: europe.id }],
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    const next = await page({ first: 2, after: first.pageInfo.endCursor });
    expect(next).toMatchObject({ nodes: [{ id: oceania.id }, { id: africa.id }], pageInfo: { hasNextPage: false } });
    expect(await page({ last: 1, before: next.pageInfo.startCursor })).toMatchObject({ nodes: [{ id: europe.id }] });
    expect(await page({ first: 1, offset: 2 })).toMatchObject({ nodes: [{ id: africa.id }] });
    expect(await page({ first: 0 })).toMatchObject({ nodes: [], totalCount: 3 });
  });

  it.each([{ first: 251 }, { first: 1, last: 1 }, { first: -1 }, { after: "no cursor" }, { offset: 10_001 }])(
    "answers BAD_USER_INPUT to %j",
    async (args) => {
      expect(await refusalOf(server, regionsPage, args)).toEqual(expect.any(String));
    },
  );

  it("reads regions with their countries in one statement", async () => {
    await givenThree();
    const query = "{ regions { nodes { name countries { displayName } } } }";
    const { result, statements } = await server.testDatabase.withStatements(() => server.ask(query));
    expect(statements).toHaveLength(1);
    expect(result.data).toEqual({
      regions: {
        nodes: [
          { name: "Europe", countries: [{ displayName: "Germany" }, { displayName: "Italy" }] },
          { name: "Oceania", countries: [{ displayName: "Australia" }] },
          { name: "Africa", countries: [] },
        ],
      },
    });
  });

  it("can be read by a customer and by a key without scopes", async () => {
    const { id } = await givenRegion(server, { countryCodes: ["it"], metadata: { taxRate: 22 } });
    const { token } = await givenCustomerSession(server);
    const query = `query ($id: ID!) { region(id: $id) { id metadata } regions { nodes { id } } country(code: "it") { region { id } } }`;
    const { data } = await server.as(token).ask(query, { id });
    expect(data).toEqual({
      region: { id, metadata: { taxRate: 22 } },
      regions: { nodes: [{ id }] },
      country: { region: { id } },
    });
    expect((await server.as(null).ask(query, { id })).status).toBe(401);
  });
});

describe("Country.region", () => {
  const server = useTestServer();

  it("reads the regions of all countries in one statement", async () => {
    const { id } = await givenRegion(server, { countryCodes: ["it", "de"] });
    const other = await givenRegion(server, { name: "Oceania", countryCodes: ["au", "nz"] });
    const { result, statements } = await server.testDatabase.withStatements(() => server.run(readCountries));
    expect(statements).toHaveLength(1);
    const ofCountries = new Map(result.countries.map(({ iso2, region }) => [iso2, region?.id]));
    expect(ofCountries.size).toBe(250);
    const withRegion = [...ofCountries].filter(([, region]) => region !== undefined);
    expect(Object.fromEntries(withRegion)).toEqual({ it: id, de: id, au: other.id, nz: other.id });
  });

  it("reads the regions of the countries of addresses in one statement", async () => {
    const { id } = await givenRegion(server, { countryCodes: ["it"] });
    for (let index = 0; index < 3; index += 1) {
      const customer = await givenCustomer(server);
      await givenAddress(server, customer.id);
      await givenAddress(server, customer.id, { countryCode: "FR" });
    }
    const query =
      "{ customers(first: 3) { nodes { addresses(first: 2) { nodes { country { iso2 region { id countries { region { id } } } } } } } } }";
    const { result, statements } = await server.testDatabase.withStatements(() => server.ask(query));
    // Customers, addresses, and the regions of Italy and France. The region of Italy is read once.
    expect(statements).toHaveLength(3);
    const countries = [
      { iso2: "it", region: { id, countries: [{ region: { id } }] } },
      { iso2: "fr", region: null },
    ];
    const addresses = { nodes: countries.map((country) => ({ country })) };
    expect(result.data).toEqual({ customers: { nodes: [{ addresses }, { addresses }, { addresses }] } });
  });

  it("sees a region that was written outside the API", async () => {
    const { pool } = server.testDatabase.database;
    await pool.query(
      `INSERT INTO region (id, name, currency_code, country_codes) VALUES ('reg_1', 'Europe', 'EUR', '{it,it,de}')`,
    );
    expect((await server.run(readCountry, { code: "it" })).country?.region).toMatchObject({ id: "reg_1" });
    await pool.query("UPDATE region SET deleted_at = now()");
    expect((await server.run(readCountry, { code: "it" })).country?.region).toBeNull();
    await pool.query("UPDATE region SET deleted_at = NULL, country_codes = '{fr}'");
    expect((await server.run(readCountry, { code: "it" })).country?.region).toBeNull();
    expect((await server.run(readCountry, { code: "fr" })).country?.region).toMatchObject({ id: "reg_1" });
  });

  it("is enforced by the database: a country belongs to one region", async () => {
    const { pool } = server.testDatabase.database;
    await givenRegion(server, { countryCodes: ["it"] });
    const insert =
      "INSERT INTO region (id, name, currency_code, country_codes) VALUES ('reg_2', 'Other', 'EUR', '{it}')";
    await expect(pool.query(insert)).rejects.toThrow("region_country_pkey");
    await expect(pool.query(insert.replace("Other", "EUROPE").replace("{it}", "{}"))).rejects.toThrow(
      "region_name_key",
    );
  });
});

describe("Country.hasPostalCodes", () => {
  const server = useTestServer();

  it("says which countries need a postal code, as addresses do", async () => {
    const { countries } = await server.run(readCountries);
    expect(countries.map(({ iso2, hasPostalCodes }) => ({ iso2, hasPostalCodes }))).toEqual(
      allCountries().map(({ iso2, hasPostalCodes }) => ({ iso2, hasPostalCodes })),
    );
    const { id } = await givenCustomer(server);
    for (const code of ["it", "ie", "hk", "us", "ae"]) {
      const { country } = await server.run(readCountry, { code });
      const query = `mutation ($id: ID!, $input: AddressInput!) {
        customerAddressCreate(customerId: $id, input: $input) { userErrors { code path } }
      }`;
      const input = { address1: "1 Main Street", city: "City", countryCode: code };
      const required = country?.hasPostalCodes ? [{ code: "REQUIRED", path: ["input", "postalCode"] }] : [];
      const { data } = await server.ask(query, { id, input });
      expect(data).toEqual({ customerAddressCreate: { userErrors: required } });
    }
  });
});
