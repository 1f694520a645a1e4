import fc from "fast-check";
import { normalizeText } from "../../src/graphql/input/normalize-text.js";
import { createAddress } from "../address/address.operations.js";
import { rome } from "../address/address.steps.js";
import { createCustomer } from "../customer/customer.operations.js";
import { createGroup } from "../customer-group/customer-group.operations.js";
import { foldCase } from "../folding/fold.js";
import { anyPhone, anyText } from "../folding/texts.js";
import { addressesPage, customerGroupsPage, customersPage } from "../pagination/lists.operations.js";
import { createPriceList, priceListsPage } from "../price-list/price-list.operations.js";
import { givenCustomers } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";

const runs = { seed: 20_260_804, numRuns: 150 };
const deleted = "EXCLUDE" as const;

/** The codes of user errors for generated texts that cannot be stored. */
const isRefused = (userErrors: readonly { code: string }[]) =>
  userErrors.some(({ code }) => ["BLANK", "REQUIRED", "NAME_TAKEN", "TOO_LONG"].includes(code));

const idsOf = (nodes: readonly { id: string }[] | undefined) => nodes?.map(({ id }) => id);

describe("a stored text is found by searching for it", () => {
  const server = useTestServer();

  it.each(["firstName", "lastName", "companyName", "phone"])("a customer's %s", async (field) => {
    const property = fc.asyncProperty(field === "phone" ? anyPhone : anyText, async (text) => {
      const input = { [field]: text };
      const { customer, userErrors } = (await server.run(createCustomer, { input })).customerCreate;
      fc.pre(!isRefused(userErrors));
      const { customers } = await server.run(customersPage, { search: text, deleted, last: 250 });
      expect(idsOf(customers.nodes)).toContain(customer?.id);
    });
    await fc.assert(property, runs);
  });

  // Filters use the folded texts of search, too, so a text that has the letters must be found there.
  it.each(["firstName", "lastName", "companyName", "phone"])(
    "a customer's %s, by filters on its parts",
    async (field) => {
      const range = fc.tuple(fc.nat({ max: 20 }), fc.integer({ min: 1, max: 20 }));
      const property = fc.asyncProperty(
        field === "phone" ? anyPhone : anyText,
        range,
        async (text, [start, length]) => {
          const { customer, userErrors } = (await server.run(createCustomer, { input: { [field]: text } }))
            .customerCreate;
          fc.pre(!isRefused(userErrors) && customer !== null);
          const stored = (customer as unknown as Record<string, string>)[field] ?? "";
          const part = Array.from(stored)
            .slice(start, start + length)
            .join("");
          fc.pre(foldCase(stored).includes(foldCase(normalizeText(part) || part)));
          const all = { contains: part, eq: stored, in: [stored, "Ada"], startsWith: stored, endsWith: stored };
          const where = { id: { eq: customer?.id }, [field]: all };
          const { customers } = await server.run(customersPage, { where, deleted, last: 1 });
          expect(idsOf(customers.nodes)).toEqual([customer?.id]);
        },
      );
      await fc.assert(property, { ...runs, numRuns: 40 });
    },
  );

  it("a group's name", async () => {
    const property = fc.asyncProperty(anyText, async (name) => {
      const { customerGroup, userErrors } = (await server.run(createGroup, { input: { name } })).customerGroupCreate;
      fc.pre(!isRefused(userErrors));
      const { customerGroups } = await server.run(customerGroupsPage, { search: name, deleted, last: 250 });
      expect(idsOf(customerGroups.nodes)).toContain(customerGroup?.id);
    });
    await fc.assert(property, runs);
  });

  it("a price list's title", async () => {
    const property = fc.asyncProperty(anyText, async (title) => {
      const { priceList, userErrors } = (await server.run(createPriceList, { input: { title, type: "SALE" } }))
        .priceListCreate;
      fc.pre(!isRefused(userErrors));
      const { priceLists } = await server.run(priceListsPage, { search: title, first: 250 });
      expect(idsOf(priceLists.nodes)).toContain(priceList?.id);
    });
    await fc.assert(property, runs);
  });

  it.each(["addressName", "company", "address1", "city", "province"])("an address's %s", async (field) => {
    await givenCustomers(server, [{ id: "cus_1" }]);
    const property = fc.asyncProperty(anyText, async (text) => {
      const variables = { customerId: "cus_1", input: { ...rome, [field]: text } };
      const { address, userErrors } = (await server.run(createAddress, variables)).customerAddressCreate;
      fc.pre(!isRefused(userErrors));
      const { customer } = await server.run(addressesPage, { customerId: "cus_1", search: text, last: 250 });
      expect(idsOf(customer?.addresses.nodes)).toContain(address?.id);
    });
    await fc.assert(property, { ...runs, numRuns: 60 });
  });

  it.each(["030 - 123456", "٠٣٠ ١٢٣", "+49 (0)30/123-45", "\u200E+49 30 1"])(
    "the phone %s, and its digits",
    async (phone) => {
      await givenCustomers(server, [
        { id: "cus_1", phone },
        { id: "cus_2", phone: "999" },
      ]);
      const digits = phone
        .normalize("NFKD")
        .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
      for (const search of [phone, digits.replace(/[^0-9]/g, "")]) {
        expect(idsOf((await server.run(customersPage, { search, deleted })).customers.nodes)).toEqual(["cus_1"]);
      }
    },
  );

  it("digits of a phone number are not searched in names", async () => {
    await givenCustomers(server, [
      { id: "cus_1", companyName: "Studio 54" },
      { id: "cus_2", phone: "05 4" },
    ]);
    expect(idsOf((await server.run(customersPage, { search: "(54)", deleted })).customers.nodes)).toEqual(["cus_2"]);
  });

  it("ignores words without visible characters", async () => {
    await givenCustomers(server, [
      { id: "cus_1", firstName: "Ada" },
      { id: "cus_2", firstName: "Zoë" },
    ]);
    for (const [search, expected] of [
      ["ada \u0301", ["cus_1"]],
      ["\u0640 \u0308", ["cus_1", "cus_2"]],
    ] as const) {
      expect(idsOf((await server.run(customersPage, { search, deleted })).customers.nodes)).toEqual(expected);
    }
  });
});
