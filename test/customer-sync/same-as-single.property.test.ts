import fc from "fast-check";
import type { CustomerIdentifier, CustomerUpsertRow } from "../support/generated/graphql.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { allCustomers, upsert, upsertRows } from "./upsert.steps.js";

const email = fc.constantFrom("a@example.com", "b@example.com", "C@example.com", "no");
const externalId = fc.record({ system: fc.constantFrom("erp", "shop"), value: fc.constantFrom("1", "2", "3") });
const address = fc.record(
  {
    city: fc.constantFrom("Roma", "Milano", " "),
    isDefaultShipping: fc.boolean(),
    countryCode: fc.constantFrom("it", "xx"),
  },
  { requiredKeys: [] },
);
const input = fc.record(
  {
    email,
    firstName: fc.constantFrom("Ada", null),
    metadata: fc.constantFrom({ a: 1 }, { a: "" }, null),
    addresses: fc.array(address, { maxLength: 3 }),
    externalIds: fc.array(externalId, { maxLength: 2 }),
    hasAccount: fc.boolean(),
  },
  { requiredKeys: [] },
);
const by = fc.oneof(
  email.map((value) => ({ email: value })),
  externalId.map((value) => ({ externalId: value })),
);
interface Row extends CustomerUpsertRow {
  by: CustomerIdentifier;
}
// The generated type of an input with @oneOf forbids a union of its members.
const row = fc.record({ by, input }) as unknown as fc.Arbitrary<Row>;

/** The customers without the values that differ between two runs. */
function withoutIds(customers: Awaited<ReturnType<typeof allCustomers>>) {
  return customers.map(({ id: _, createdAt: __, updatedAt: ___, addresses, ...customer }) => ({
    ...customer,
    addresses: addresses.nodes.map(({ id: ____, createdAt: _____, updatedAt: ______, ...one }) => one),
  }));
}

describe("customersUpsert", () => {
  const server = useTestServer();

  /** Runs the rows as one call after some given rows. */
  async function runTogether(given: Row[], rows: Row[]) {
    await server.reset();
    await upsertRows(server, given, { onBadRow: "SKIP_BAD_ROWS" });
    const { results } = await upsertRows(server, rows, { onBadRow: "SKIP_BAD_ROWS" });
    const answers = results.map(({ outcome, userErrors }) => ({ outcome, errors: inShort(userErrors) }));
    return { answers, customers: withoutIds(await allCustomers(server)) };
  }

  /** Runs each row as a call of its own, except the rows that are refused because they mean the customer of an earlier one. */
  async function runOneByOne(given: Row[], rows: Row[], isSkipped: boolean[]) {
    await server.reset();
    await upsertRows(server, given, { onBadRow: "SKIP_BAD_ROWS" });
    const answers = [];
    for (const [index, one] of rows.entries()) {
      if (isSkipped[index]) continue;
      const { outcome, userErrors } = await upsert(server, one.by, one.input);
      answers.push({ outcome, errors: inShort(userErrors) });
    }
    return { answers, customers: withoutIds(await allCustomers(server)) };
  }

  it("does the same as one call of customerUpsert for each row", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 4 }),
        fc.array(row, { minLength: 1, maxLength: 6 }),
        async (given, rows) => {
          const together = await runTogether(given, rows);
          const isSkipped = together.answers.map(({ errors }) =>
            errors.some((error) => error.startsWith("DUPLICATE_ROW")),
          );
          const oneByOne = await runOneByOne(given, rows, isSkipped);
          expect({ ...together, answers: together.answers.filter((_, index) => !isSkipped[index]) }).toEqual(oneByOne);
        },
      ),
      { numRuns: 40 },
    );
  });
});
