import fc from "fast-check";
import type { AddressSortField, CustomerGroupSortField, CustomerSortField } from "../support/generated/graphql.js";
import { givenAddresses, givenCustomers, givenGroups, givenMembers } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { addressesPage, customerGroupsPage, customersPage, membersPage } from "./lists.operations.js";
import { anySort, folded, type SortValues, sortedIds } from "./sorted-rows.js";

const runs = { seed: 20_240_501, numRuns: 40 };

interface Page {
  readonly nodes: readonly { id: string }[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor?: string | null;
    endCursor?: string | null;
  };
}
type Ask = (args: { first?: number; last?: number; after?: string | null; before?: string | null }) => Promise<Page>;

/** Reads a list to its end and back to its start, and expects the same rows both ways. */
async function expectWalk(ask: Ask, size: number, expected: readonly string[]): Promise<void> {
  const forward: string[] = [];
  let page = await ask({ first: size });
  expect(page.pageInfo.hasPreviousPage).toBe(false);
  for (;;) {
    forward.push(...page.nodes.map(({ id }) => id));
    expect(page.pageInfo.hasNextPage).toBe(forward.length < expected.length);
    if (!page.pageInfo.hasNextPage || page.nodes.length === 0) break;
    page = await ask({ first: size, after: page.pageInfo.endCursor ?? null });
    expect(page.pageInfo.hasPreviousPage).toBe(true);
  }
  expect(forward).toEqual(expected);

  const backward: string[] = [];
  page = await ask({ last: size });
  expect(page.pageInfo.hasNextPage).toBe(false);
  for (;;) {
    backward.unshift(...page.nodes.map(({ id }) => id));
    expect(page.pageInfo.hasPreviousPage).toBe(backward.length < expected.length);
    if (!page.pageInfo.hasPreviousPage || page.nodes.length === 0) break;
    page = await ask({ last: size, before: page.pageInfo.startCursor ?? null });
    expect(page.pageInfo.hasNextPage).toBe(true);
  }
  expect(backward).toEqual(expected);
}

// Few values, so that there are many ties; letters whose order depends on folding, and beyond the first 65,536.
const name = fc.constantFrom(
  null,
  null,
  "anna",
  "Anna",
  "Ánna",
  "B",
  "ß",
  "ss",
  "Øre",
  "oré",
  "Я",
  "я",
  "\u{1F600}",
  "\uE000",
);
const moment = fc.constantFrom("2024-01-01T00:00:00.000Z", "2024-01-01T00:00:00.001Z", "1999-12-31T23:59:59.999Z");
const ids = (prefix: string) =>
  fc.uniqueArray(
    fc.stringMatching(/^[A-Za-z0-9]{1,3}$/).map((text) => `${prefix}_${text}`),
    { minLength: 1, maxLength: 12 },
  );
const size = fc.integer({ min: 1, max: 5 });

/** Rows with different ids and the generated `fields`. */
function rowsOf<Fields>(prefix: string, fields: fc.Arbitrary<Fields>) {
  return ids(prefix).chain((unique) =>
    fc.tuple(...unique.map((id) => fields.map((values) => ({ id, ...values })))).map((rows) => rows),
  );
}

const customerFields = fc.record({
  hasEmail: fc.boolean(),
  firstName: name,
  lastName: name,
  companyName: name,
  createdAt: moment,
  updatedAt: moment,
});
const customerRows = rowsOf("cus", customerFields).map((rows) =>
  rows.map(({ hasEmail, ...row }, index) => ({
    ...row,
    email: hasEmail ? `e${(index * 7) % 13}@example.com` : null,
    phone: ["1", "٢", "2", null][index % 4] ?? null,
    deletedAt: null,
  })),
);
type CustomerRow = (typeof customerRows extends fc.Arbitrary<infer Rows> ? Rows : never)[number];

const customerValues: SortValues<CustomerSortField, CustomerRow> = {
  ID: ({ id }) => id,
  EMAIL: ({ email }) => email,
  FIRST_NAME: ({ firstName }) => folded(firstName),
  LAST_NAME: ({ lastName }) => folded(lastName),
  COMPANY_NAME: ({ companyName }) => folded(companyName),
  PHONE: ({ phone }) => folded(phone),
  CREATED_AT: ({ createdAt }) => createdAt,
  UPDATED_AT: ({ updatedAt }) => updatedAt,
  DELETED_AT: ({ deletedAt }) => deletedAt,
};

const text = fc.constantFrom(null, "Ærø", "aero", "10", "9", "A-1", "a-1", "\u{1F600}", "\uE000");
const addressRows = rowsOf(
  "cuaddr",
  fc.record({
    city: text,
    postalCode: text,
    countryCode: fc.constantFrom(null, "it", "de"),
    createdAt: moment,
    updatedAt: moment,
  }),
);
type AddressRow = (typeof addressRows extends fc.Arbitrary<infer Rows> ? Rows : never)[number];
const addressValues: SortValues<AddressSortField, AddressRow> = {
  ID: ({ id }) => id,
  CITY: ({ city }) => folded(city),
  COUNTRY_CODE: ({ countryCode }) => countryCode,
  POSTAL_CODE: ({ postalCode }) => folded(postalCode),
  CREATED_AT: ({ createdAt }) => createdAt,
  UPDATED_AT: ({ updatedAt }) => updatedAt,
};

const groupRows = rowsOf(
  "cusgroup",
  fc.record({ name: name.map((text) => text ?? "none"), createdAt: moment, updatedAt: moment }),
);
type GroupRow = (typeof groupRows extends fc.Arbitrary<infer Rows> ? Rows : never)[number];
const groupValues: SortValues<CustomerGroupSortField, GroupRow> = {
  ID: ({ id }) => id,
  NAME: ({ name }) => folded(name),
  CREATED_AT: ({ createdAt }) => createdAt,
  UPDATED_AT: ({ updatedAt }) => updatedAt,
};

describe("walking a list shows each row once, in order, forward and backward", () => {
  const server = useTestServer();

  it("customers", async () => {
    const property = fc.asyncProperty(customerRows, anySort(customerValues), size, async (rows, sort, pageSize) => {
      await server.reset();
      await givenCustomers(server, rows);
      const ask: Ask = async (args) => (await server.run(customersPage, { ...args, sort })).customers;
      await expectWalk(ask, pageSize, sortedIds(rows, sort, customerValues));
    });
    await fc.assert(property, runs);
  });

  it("the customers of a group", async () => {
    const property = fc.asyncProperty(customerRows, anySort(customerValues), size, async (rows, sort, pageSize) => {
      await server.reset();
      const members = rows.filter((_, index) => index % 4 !== 1);
      await givenCustomers(server, rows);
      await givenGroups(server, [{ id: "cusgroup_1" }]);
      await givenMembers(server, { cusgroup_1: members.map(({ id }) => id) });
      const ask: Ask = async (args) => {
        const { customerGroup } = await server.run(membersPage, { ...args, sort, groupId: "cusgroup_1" });
        return customerGroup?.customers as Page;
      };
      await expectWalk(ask, pageSize, sortedIds(members, sort, customerValues));
    });
    await fc.assert(property, runs);
  });

  it("the addresses of a customer", async () => {
    const property = fc.asyncProperty(addressRows, anySort(addressValues), size, async (rows, sort, pageSize) => {
      await server.reset();
      await givenCustomers(server, [{ id: "cus_1" }]);
      await givenAddresses(
        server,
        rows.map((row) => ({ ...row, customerId: "cus_1" })),
      );
      const ask: Ask = async (args) => {
        const { customer } = await server.run(addressesPage, { ...args, sort, customerId: "cus_1" });
        return customer?.addresses as Page;
      };
      await expectWalk(ask, pageSize, sortedIds(rows, sort, addressValues));
    });
    await fc.assert(property, runs);
  });

  it("customer groups", async () => {
    const property = fc.asyncProperty(groupRows, anySort(groupValues), size, async (rows, sort, pageSize) => {
      await server.reset();
      // Deleted groups can have equal names, so that there are ties.
      const deletedAt = "2024-02-02T00:00:00.000Z";
      await givenGroups(
        server,
        rows.map((row) => ({ ...row, deletedAt })),
      );
      const ask: Ask = async (args) =>
        (await server.run(customerGroupsPage, { ...args, sort, deleted: "ONLY" })).customerGroups;
      await expectWalk(ask, pageSize, sortedIds(rows, sort, groupValues));
    });
    await fc.assert(property, runs);
  });
});
