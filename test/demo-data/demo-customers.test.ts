import { type DemoCustomer, generateCustomers } from "../../src/demo-data/demo-customers.js";
import { markets } from "../../src/demo-data/markets.data.js";
import { findCountry, isCountryCode } from "../../src/shop/country/country.data.js";
import { hasPostalCodes } from "../../src/shop/country/postal-codes.data.js";
import { givenParameters } from "./demo-parameters.js";

const count = 2000;
const customers = [...generateCustomers(givenParameters(count))];
const addresses = customers.flatMap((customer) => customer.addresses);

function share(predicate: (customer: DemoCustomer) => boolean): number {
  return customers.filter(predicate).length / count;
}

describe("generateCustomers", () => {
  it("generates the same customers for the same seed, and others for another seed", () => {
    const make = (seed: number) => [...generateCustomers(givenParameters(100, seed))];
    expect(make(7)).toEqual(make(7));
    const ids = new Set(make(7).map((customer) => customer.id));
    expect(make(8).filter((customer) => ids.has(customer.id))).toEqual([]);
    expect(make(8).map((customer) => customer.lastName)).not.toEqual(make(7).map((customer) => customer.lastName));
  });

  it("generates ids in order of creation", () => {
    const ids = customers.map((customer) => customer.id);
    const times = customers.map((customer) => customer.createdAt.getTime());
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    for (const id of ids) expect(id).toMatch(/^cus_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    for (const address of addresses) expect(address.id).toMatch(/^cuaddr_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  });

  it("spreads creation dates over two years, and no update is before its creation", () => {
    expect(customers[0]?.createdAt.toISOString()).toMatch(/^2024-11-01/);
    expect(customers.at(-1)?.createdAt.toISOString()).toMatch(/^2026-10-31/);
    for (const { createdAt, updatedAt, version } of customers) {
      expect(updatedAt.getTime()).toBeGreaterThanOrEqual(createdAt.getTime());
      expect(version > 1).toBe(updatedAt > createdAt);
    }
  });

  it("has registered customers, guests, and people without email or with metadata in realistic shares", () => {
    expect(share((customer) => customer.hasAccount)).toBeCloseTo(0.6, 1);
    expect(share((customer) => customer.email === null)).toBeGreaterThan(0.02);
    expect(share((customer) => customer.email === null)).toBeLessThan(0.06);
    expect(share((customer) => customer.metadata !== null)).toBeCloseTo(0.25, 1);
    expect(customers.some((customer) => customer.hasAccount && customer.email === null)).toBe(false);
    expect(customers.some((customer) => customer.email === null && customer.phone === null)).toBe(false);
  });

  it("generates some guests with the email of a registered customer, and no other shared emails", () => {
    const keys = customers.flatMap(({ email, hasAccount }) => (email === null ? [] : [`${email} ${hasAccount}`]));
    expect(new Set(keys).size).toBe(keys.length);
    const registered = new Set(customers.flatMap(({ email, hasAccount }) => (hasAccount ? [email] : [])));
    const shared = customers.filter(({ email, hasAccount }) => !hasAccount && registered.has(email));
    expect(shared.length).toBeGreaterThan(count * 0.02);
  });

  it("generates recognizable demo data: reserved mail domains, generic companies, impossible phone numbers", () => {
    for (const { email, companyName, phone } of customers) {
      if (email) expect(email).toMatch(/^[a-z]+(\.[a-z]+)?\.\d+@(example\.(com|org|net)|mail\.example)$/);
      if (companyName) expect(companyName).toMatch(/^Demo \w+ \d+$/);
      if (phone) expect(phone).toMatch(/^\+\d+ 000 \d{3} \d{4}$/);
    }
  });

  it("has names with accents and in other scripts", () => {
    const text = customers.map(({ firstName, lastName }) => `${firstName} ${lastName}`).join("\n");
    for (const letter of ["é", "ø", "ł", "İ", "ß", "ă", "Γ", "田", "김", "م"]) {
      expect(text).toContain(letter);
    }
    expect(text).toBe(text.normalize("NFC"));
  });
});

describe("the addresses of generateCustomers", () => {
  it("are two per customer on average, zero to four each", () => {
    expect(addresses).toHaveLength(count * 2);
    expect(new Set(customers.map((customer) => customer.addresses.length))).toEqual(new Set([0, 1, 2, 3, 4]));
  });

  it("have at most one default of each role, and usually one", () => {
    for (const { addresses } of customers) {
      expect(addresses.filter((address) => address.isDefaultShipping).length).toBeLessThanOrEqual(1);
      expect(addresses.filter((address) => address.isDefaultBilling).length).toBeLessThanOrEqual(1);
    }
    const withDefault = customers.filter(({ addresses }) => addresses.some((address) => address.isDefaultShipping));
    expect(withDefault.length / count).toBeCloseTo(0.81, 1);
    expect(addresses.some((address) => address.isDefaultBilling && !address.isDefaultShipping)).toBe(true);
  });

  it("are in many countries, with a postal code if the country requires one", () => {
    expect(new Set(addresses.map((address) => address.countryCode)).size).toBeGreaterThanOrEqual(25);
    for (const { countryCode, postalCode } of addresses) {
      expect(isCountryCode(countryCode)).toBe(true);
      expect(postalCode !== null || !hasPostalCodes(countryCode)).toBe(true);
    }
  });

  it.each([
    ["us", /^\d{5}$/],
    ["it", /^\d{5}$/],
    ["gb", /^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/],
    ["ca", /^[A-Z]\d[A-Z] \d[A-Z]\d$/],
    ["nl", /^[1-9]\d{3} [A-Z]{2}$/],
    ["pl", /^\d{2}-\d{3}$/],
    ["br", /^\d{5}-\d{3}$/],
    ["jp", /^\d{3}-\d{4}$/],
    ["se", /^\d{3} \d{2}$/],
    ["pt", /^\d{4}-\d{3}$/],
    ["ie", /^[A-Z]\d\d [A-Z]\d\d[A-Z]$/],
    ["in", /^\d{6}$/],
    ["au", /^\d{4}$/],
    ["ae", /^null$/],
  ])("have postal codes in the form of %s", (countryCode, form) => {
    const codes = addresses
      .filter((address) => address.countryCode === countryCode)
      .map(({ postalCode }) => postalCode);
    expect(codes.length).toBeGreaterThan(0);
    for (const code of codes) expect(String(code)).toMatch(form);
  });
});

it("lists each market once, by the country code of addresses", () => {
  const codes = markets.map((market) => market.countryCode);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(findCountry(code)?.iso2).toBe(code);
});
