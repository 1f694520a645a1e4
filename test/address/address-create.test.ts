import { givenCustomer, remove } from "../customer/customer.steps.js";
import type { AddressInput } from "../support/generated/graphql.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { createAddress, readAddress } from "./address.operations.js";
import { defaultsOf, givenAddress, rome } from "./address.steps.js";

describe("customerAddressCreate", () => {
  const server = useTestServer();
  const create = async (customerId: string, input: AddressInput) =>
    (await server.run(createAddress, { customerId, input })).customerAddressCreate;

  it("writes an address with all fields and returns the same as a later query", async () => {
    const { id } = await givenCustomer(server);
    const input = {
      addressName: "Office",
      isDefaultShipping: true,
      isDefaultBilling: true,
      company: "Example S.p.A.",
      firstName: "Ada",
      lastName: "Rossi",
      address1: "Via Appia 1",
      address2: "Scala B",
      city: "Roma",
      province: "RM",
      postalCode: "00184",
      countryCode: "it",
      phone: "+39 06 1234567",
      metadata: { doorCode: "12A", empty: "", none: null },
    };
    const { address, customer, userErrors } = await create(id, input);
    expect(userErrors).toEqual([]);
    expect(customer).toEqual({ id, addresses: { totalCount: 1 } });
    expect(address).toMatchObject({
      ...input,
      id: expect.stringMatching(/^cuaddr_[0-9A-HJKMNP-TV-Z]{26}$/),
      country: { iso2: "it", displayName: "Italy" },
      deletedAt: null,
      version: 1,
    });
    expect(await server.run(readAddress, { id: address?.id ?? "" })).toEqual({
      address: { ...address, customer: { id } },
    });
  });

  it("stores strings trimmed and in NFC, blank strings as null, and the country in lower case", async () => {
    const { id } = await givenCustomer(server);
    const given = { address1: " Rue de l'E\u0301glise 1 ", address2: " ", company: "", province: "\t" };
    expect(await givenAddress(server, id, { ...given, city: "Paris\n", countryCode: " FR " })).toMatchObject({
      address1: "Rue de l'\u00c9glise 1",
      address2: null,
      company: null,
      province: null,
      city: "Paris",
      countryCode: "fr",
    });
  });

  it.each<[string, AddressInput, string[]]>([
    ["nothing", {}, ["BLANK at input"]],
    ["blank fields, flags and metadata only", { city: " ", isDefaultShipping: true, metadata: {} }, ["BLANK at input"]],
    [
      "no required field",
      { company: "Example" },
      ["REQUIRED at input.address1", "REQUIRED at input.city", "REQUIRED at input.countryCode"],
    ],
    ["a blank required field", { ...rome, address1: " " }, ["REQUIRED at input.address1"]],
    ["null for a required field", { ...rome, city: null }, ["REQUIRED at input.city"]],
    ["no postal code in a country that has them", { ...rome, postalCode: "" }, ["REQUIRED at input.postalCode"]],
    ["an unknown country", { ...rome, countryCode: "zz" }, ["INVALID_COUNTRY at input.countryCode"]],
    [
      "an unknown country, without errors about fields that depend on it",
      { company: "Example", countryCode: "zz" },
      ["INVALID_COUNTRY at input.countryCode"],
    ],
    ["an alpha-3 code", { ...rome, countryCode: "ITA" }, ["INVALID_COUNTRY at input.countryCode"]],
    ["a country's name", { ...rome, countryCode: "Italy" }, ["INVALID_COUNTRY at input.countryCode"]],
    ["256 characters", { ...rome, address2: "a".repeat(256) }, ["TOO_LONG at input.address2"]],
    ["a line break", { ...rome, company: "Example\nS.p.A." }, ["INVALID at input.company"]],
    ["metadata with NUL", { ...rome, metadata: { "a\0": 1 } }, ["INVALID at input.metadata"]],
    [
      "several things wrong",
      { city: "\0", countryCode: "zz", postalCode: "1", phone: "\u009f" },
      ["INVALID at input.city", "INVALID at input.phone", "INVALID_COUNTRY at input.countryCode"],
    ],
  ])("refuses %s", async (_, input, errors) => {
    const { id } = await givenCustomer(server);
    const { address, customer, userErrors } = await create(id, input);
    expect([address, customer]).toEqual([null, null]);
    expect(inShort(userErrors).sort()).toEqual(errors);
    expect((await allRows(server)).addresses).toEqual([]);
  });

  it.each([
    ["hk", []],
    ["AE", []],
    ["ie", []],
    ["XK", []],
    ["gb", ["REQUIRED at input.postalCode"]],
    ["VA", ["REQUIRED at input.postalCode"]],
  ])("requires a postal code only in countries where all addresses have one: %s", async (countryCode, errors) => {
    const { id } = await givenCustomer(server);
    const { userErrors } = await create(id, { ...rome, countryCode, postalCode: null });
    expect(inShort(userErrors)).toEqual(errors);
  });

  it.each([
    ["SG", []],
    ["mc", []],
    ["Va", []],
    ["gi", []],
    ["HK", []],
    ["mo", []],
    ["it", ["REQUIRED at input.city"]],
    ["LU", ["REQUIRED at input.city"]],
  ])("requires a city except in city states: %s", async (countryCode, errors) => {
    const { id } = await givenCustomer(server);
    const { userErrors } = await create(id, { ...rome, countryCode, city: " " });
    expect(inShort(userErrors)).toEqual(errors);
  });

  it("replaces the former default address of the role, and does not change the other role", async () => {
    const { id } = await givenCustomer(server);
    const first = await givenAddress(server, id, { isDefaultShipping: true, isDefaultBilling: true });
    const second = await givenAddress(server, id, { isDefaultShipping: true, isDefaultBilling: false });
    expect(await defaultsOf(server, id)).toEqual({ shipping: second.id, billing: first.id });
    const { address } = await server.run(readAddress, { id: first.id });
    expect(address).toMatchObject({ isDefaultShipping: false, isDefaultBilling: true, version: 2 });
  });

  it("does not change the default addresses of another customer", async () => {
    const [ada, eva] = [await givenCustomer(server), await givenCustomer(server)];
    const first = await givenAddress(server, ada.id, { isDefaultShipping: true });
    await givenAddress(server, eva.id, { isDefaultShipping: true });
    expect((await defaultsOf(server, ada.id)).shipping).toBe(first.id);
  });

  it("keeps the former default address when the new address is refused", async () => {
    const { id } = await givenCustomer(server);
    const first = await givenAddress(server, id, { isDefaultBilling: true });
    await create(id, { ...rome, city: "\0", isDefaultBilling: true });
    expect((await defaultsOf(server, id)).billing).toBe(first.id);
  });

  it("returns NOT_FOUND for an unknown or deleted customer together with the errors of the address", async () => {
    const { id } = await givenCustomer(server);
    await remove(server, id);
    for (const customerId of [id, "cus_unknown", "cus_\0", "cus_\ud800"]) {
      const { userErrors } = await create(customerId, { ...rome, city: null });
      expect(inShort(userErrors)).toEqual(["REQUIRED at input.city", "NOT_FOUND at customerId"]);
    }
    expect(inShort((await create("cuaddr_1", rome)).userErrors)).toEqual(["INVALID_ID at customerId"]);
  });
});
