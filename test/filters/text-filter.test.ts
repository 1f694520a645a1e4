import { customersPage } from "../pagination/lists.operations.js";
import { refusalOf } from "../support/bad-input.js";
import type { AddressFilter, CustomerFilter, StringFilter } from "../support/generated/graphql.js";
import { givenAddresses, givenCustomers, givenGroups } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { addressesMatching, customersMatching, groupsMatching } from "./matching.js";

describe("a filter on a text", () => {
  const server = useTestServer();

  describe("by each operator", () => {
    beforeEach(() =>
      givenCustomers(
        server,
        [
          "Ada",
          "ada",
          "Ádá",
          "Anna Maria",
          "ÉMILE",
          "Straße",
          "Жанна",
          "Οδός",
          "100%",
          "a_b",
          "a\\b",
          "O'Neil",
          null,
        ].map((firstName, index) => ({ id: `cus_${String.fromCharCode(97 + index)}`, firstName })),
      ),
    );
    const nameless = "m";

    it.each<[StringFilter, string]>([
      [{}, "abcdefghijklm"],
      [{ eq: "Ada" }, "a"],
      [{ eq: "ADA" }, ""],
      [{ eq: "A\u0301da\u0301" }, "c"],
      [{ eq: null }, nameless],
      [{ eq: "" }, ""],
      [{ ne: "Ada" }, "bcdefghijklm"],
      [{ ne: null }, "abcdefghijkl"],
      [{ in: ["Ada", "ada", "nobody"] }, "ab"],
      [{ in: [] }, ""],
      [{ notIn: ["Ada", "ada"] }, "cdefghijklm"],
      [{ notIn: [] }, "abcdefghijklm"],
      [{ isNull: true }, nameless],
      [{ isNull: false }, "abcdefghijkl"],
      [{ contains: "DA" }, "ab"],
      [{ contains: "á" }, "c"],
      [{ contains: "A\u0301" }, "c"],
      [{ contains: "" }, "abcdefghijkl"],
      [{ contains: "émile" }, "e"],
      [{ contains: "emile" }, ""],
      [{ contains: "RAß" }, "f"],
      [{ contains: "ЖАН" }, "g"],
      [{ contains: "ΟΔΌ" }, "h"],
      [{ contains: "%" }, "i"],
      [{ contains: "_" }, "j"],
      [{ contains: "\\" }, "k"],
      [{ contains: "'" }, "l"],
      [{ contains: "a_" }, "j"],
      [{ contains: "\\%" }, ""],
      [{ contains: "' OR '1'='1" }, ""],
      [{ startsWith: "a" }, "abdjk"],
      [{ startsWith: "anna m" }, "d"],
      [{ startsWith: "%" }, ""],
      [{ startsWith: "100%" }, "i"],
      [{ startsWith: "_" }, ""],
      [{ startsWith: "a\\" }, "k"],
      [{ endsWith: "A" }, "abd"],
      [{ endsWith: "%" }, "i"],
      [{ endsWith: "_b" }, "j"],
      [{ endsWith: "\\b" }, "k"],
      [{ endsWith: "\\" }, ""],
      [{ startsWith: "a", endsWith: "a" }, "abd"],
      [{ startsWith: "a", ne: "Ada" }, "bdjk"],
      [{ eq: "Ada", isNull: true }, ""],
    ])("%j matches the customers %s", async (firstName, expected) => {
      expect(await customersMatching(server, { firstName })).toEqual(Array.from(expected, (letter) => `cus_${letter}`));
    });

    it.each(["eq", "ne", "contains", "startsWith", "endsWith"])(
      "refuses text that cannot be stored: %s",
      async (operator) => {
        for (const text of ["\0", "a\0b", "\ud800"]) {
          const where = { firstName: { [operator]: text } };
          expect(await refusalOf(server, customersPage, { where, deleted: "EXCLUDE" as const })).toBe(
            `where.firstName.${operator} must not hold NUL or half a surrogate pair.`,
          );
        }
      },
    );
  });

  it("compares emails in their normal form", async () => {
    await givenCustomers(server, [
      { id: "cus_1", email: "zoë@example.com" },
      { id: "cus_2", email: null, phone: "1" },
    ]);
    const email = "  ZOE\u0308@Example.COM ";
    expect(await customersMatching(server, { email: { eq: email } })).toEqual(["cus_1"]);
    expect(await customersMatching(server, { email: { in: [email] } })).toEqual(["cus_1"]);
    expect(await customersMatching(server, { email: { ne: email } })).toEqual(["cus_2"]);
    expect(await customersMatching(server, { email: { notIn: [email] } })).toEqual(["cus_2"]);
    expect(await customersMatching(server, { email: { contains: "ZOE\u0308@" } })).toEqual(["cus_1"]);
  });

  it("compares country codes in any case", async () => {
    await givenCustomers(server, [{ id: "cus_1" }]);
    await givenAddresses(server, [{ id: "cuaddr_1", customerId: "cus_1", countryCode: "it" }]);
    for (const countryCode of [{ eq: "IT" }, { in: ["De", "It"] }, { startsWith: "I" }]) {
      expect(await addressesMatching(server, "cus_1", { countryCode })).toEqual(["cuaddr_1"]);
    }
  });

  it.each<keyof CustomerFilter>(["email", "firstName", "lastName", "companyName", "phone"])(
    "compares the column of %s",
    async (field) => {
      const other = { email: null, firstName: null, lastName: null, companyName: null, phone: "other" };
      await givenCustomers(server, [
        { id: "cus_1", ...other },
        { id: "cus_2", ...other, [field]: "this" },
      ]);
      expect(await customersMatching(server, { [field]: { eq: "this" } })).toEqual(["cus_2"]);
      expect(await customersMatching(server, { [field]: { ne: "this" } })).toEqual(["cus_1"]);
      expect(await customersMatching(server, { [field]: { contains: "HIS" } })).toEqual(["cus_2"]);
    },
  );

  it.each<keyof AddressFilter>([
    "addressName",
    "company",
    "firstName",
    "lastName",
    "city",
    "province",
    "postalCode",
    "phone",
  ])("compares the column of %s of an address", async (field) => {
    await givenCustomers(server, [{ id: "cus_1" }]);
    await givenAddresses(server, [
      { id: "cuaddr_1", customerId: "cus_1" },
      { id: "cuaddr_2", customerId: "cus_1", [field]: "this" },
    ]);
    expect(await addressesMatching(server, "cus_1", { [field]: { eq: "this" } })).toEqual(["cuaddr_2"]);
    expect(await addressesMatching(server, "cus_1", { [field]: { isNull: true } })).toEqual(["cuaddr_1"]);
    expect(await customersMatching(server, { addresses: { some: { [field]: { startsWith: "TH" } } } })).toEqual([
      "cus_1",
    ]);
  });

  it("compares the name of a group", async () => {
    await givenGroups(server, [
      { id: "cusgroup_1", name: "VIP" },
      { id: "cusgroup_2", name: "Wholesale" },
    ]);
    expect(await groupsMatching(server, { name: { eq: "VIP" } })).toEqual(["cusgroup_1"]);
    expect(await groupsMatching(server, { name: { eq: "vip" } })).toEqual([]);
    expect(await groupsMatching(server, { name: { endsWith: "SALE" } })).toEqual(["cusgroup_2"]);
    expect(await groupsMatching(server, { name: { isNull: true } })).toEqual([]);
  });
});
