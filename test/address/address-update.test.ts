import { givenCustomer, longAgo } from "../customer/customer.steps.js";
import type { AddressInput } from "../support/generated/graphql.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { readAddress, updateAddress } from "./address.operations.js";
import { defaultsOf, givenAddress } from "./address.steps.js";

describe("customerAddressUpdate", () => {
  const server = useTestServer();

  /** An address whose last update is long ago. */
  async function givenOldAddress(input: AddressInput = { phone: "1", metadata: { a: 1 } }) {
    const customer = await givenCustomer(server);
    const { id } = await givenAddress(server, customer.id, input);
    await server.testDatabase.database.prisma.address.update({ where: { id }, data: { updatedAt: longAgo } });
    return { customerId: customer.id, id };
  }
  type Place = Awaited<ReturnType<typeof givenOldAddress>>;
  const update = async (place: Place, input: AddressInput, ifVersion: number | null = null) =>
    (await server.run(updateAddress, { ...place, input, ifVersion })).customerAddressUpdate;
  const read = async ({ id }: Place) => (await server.run(readAddress, { id })).address;

  it.each<[string, AddressInput, object]>([
    ["one field and leaves the others", { city: " Milano " }, { city: "Milano" }],
    ["an optional field given as null to nothing", { phone: null }, { phone: null }],
    [
      "the country, in any case",
      { countryCode: "FR" },
      { countryCode: "fr", country: { iso2: "fr", displayName: "France" } },
    ],
    [
      "the country to one without postal codes, and the postal code to nothing",
      { countryCode: "hk", postalCode: null },
      { countryCode: "hk", postalCode: null, country: { iso2: "hk", displayName: "Hong Kong" } },
    ],
    ["metadata by merging", { metadata: { b: null, a: "" } }, { metadata: { b: null } }],
    ["a flag given as null to false", { isDefaultShipping: null, city: "Milano" }, { city: "Milano" }],
  ])("changes %s", async (_, input, changed) => {
    const place = await givenOldAddress();
    const before = await read(place);
    const { address, userErrors } = await update(place, input);
    expect(userErrors).toEqual([]);
    expect(address).toMatchObject({ ...changed, version: 2 });
    expect(Date.parse(address?.updatedAt ?? "")).toBeGreaterThan(longAgo.getTime());
    const after = await read(place);
    expect(after).toEqual({ ...before, ...changed, version: 2, updatedAt: address?.updatedAt });
  });

  it.each<[string, AddressInput]>([
    ["nothing", {}],
    ["the stored values in another format", { city: " Roma", countryCode: "IT", isDefaultShipping: false }],
    ["metadata without changes", { metadata: { a: 1, b: "" } }],
  ])("succeeds without changing updatedAt and version for %s", async (_, input) => {
    const place = await givenOldAddress();
    const before = await read(place);
    expect((await update(place, input)).userErrors).toEqual([]);
    expect(await read(place)).toEqual(before);
  });

  it.each<[AddressInput, string[]]>([
    [{ address1: null }, ["REQUIRED at input.address1"]],
    [{ city: " ", countryCode: "" }, ["REQUIRED at input.countryCode", "REQUIRED at input.city"]],
    [{ postalCode: null }, ["REQUIRED at input.postalCode"]],
    [{ city: null, postalCode: "", countryCode: "zz" }, ["INVALID_COUNTRY at input.countryCode"]],
    [{ city: null, countryCode: null }, ["REQUIRED at input.countryCode", "REQUIRED at input.city"]],
    [{ countryCode: "zz", phone: "\0" }, ["INVALID_COUNTRY at input.countryCode", "INVALID at input.phone"]],
    [{ metadata: { a: "\udc00" } }, ["INVALID at input.metadata"]],
  ])("refuses %j and writes nothing", async (input, errors) => {
    const place = await givenOldAddress();
    const before = await allRows(server);
    const { address, customer, userErrors } = await update(place, { ...input, addressName: "Office" });
    expect([address, customer]).toEqual([null, null]);
    expect(inShort(userErrors).sort()).toEqual([...errors].sort());
    expect(await allRows(server)).toEqual(before);
  });

  it("requires a postal code when the new country has postal codes", async () => {
    const place = await givenOldAddress({ countryCode: "hk", postalCode: null });
    expect(inShort((await update(place, { countryCode: "it" })).userErrors)).toEqual(["REQUIRED at input.postalCode"]);
    expect((await update(place, { countryCode: "it", postalCode: "00184" })).userErrors).toEqual([]);
  });

  it("requires a city when the new country is not a city state", async () => {
    const place = await givenOldAddress({ countryCode: "sg", city: null, postalCode: "049315" });
    expect(inShort((await update(place, { countryCode: "my" })).userErrors)).toEqual(["REQUIRED at input.city"]);
    expect((await update(place, { countryCode: "mo", postalCode: null })).userErrors).toEqual([]);
  });

  it("accepts an imported address without required fields until they are set", async () => {
    const { id: customerId } = await givenCustomer(server);
    const id = "cuaddr_imported/1";
    await server.testDatabase.database.prisma.address.create({ data: { id, customerId, company: "Example" } });
    const form = { phone: "1", city: null, postalCode: "", countryCode: null, address1: " " };
    const { address, userErrors } = await update({ customerId, id }, form);
    expect(userErrors).toEqual([]);
    expect(address).toMatchObject({ company: "Example", phone: "1", city: null, countryCode: null, country: null });
  });

  it("moves a default, and unsetting it leaves no default", async () => {
    const place = await givenOldAddress({ isDefaultShipping: true });
    const other = { ...place, id: (await givenAddress(server, place.customerId)).id };
    await update(other, { isDefaultShipping: true, isDefaultBilling: true });
    expect(await defaultsOf(server, place.customerId)).toEqual({ shipping: other.id, billing: other.id });
    expect(await read(place)).toMatchObject({ isDefaultShipping: false, version: 2 });
    await update(other, { isDefaultShipping: false });
    expect(await defaultsOf(server, place.customerId)).toEqual({ shipping: null, billing: other.id });
    await update(other, { isDefaultBilling: null });
    expect(await defaultsOf(server, place.customerId)).toEqual({ shipping: null, billing: null });
  });

  it("writes only if ifVersion is the current version", async () => {
    const place = await givenOldAddress();
    expect((await update(place, { city: "Milano" }, 1)).address?.version).toBe(2);
    const { address, userErrors } = await update(place, { city: "Torino" }, 1);
    expect(address).toBeNull();
    expect(userErrors).toMatchObject([{ code: "VERSION_CONFLICT", path: ["ifVersion"], currentVersion: 2 }]);
    expect(await read(place)).toMatchObject({ city: "Milano", version: 2 });
  });
});
