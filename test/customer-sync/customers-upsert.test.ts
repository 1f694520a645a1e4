import { givenCustomer, givenRegisteredCustomer } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { changesOf } from "../history/history.steps.js";
import type { CustomerUpsertInput, CustomerUpsertRow } from "../support/generated/graphql.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { allCustomers, countChanges, erp, upsert, upsertRows } from "./upsert.steps.js";

const email = (name: string) => `${name}@example.com`;
const byEmail = (name: string, input = {}): CustomerUpsertRow => ({ by: { email: email(name) }, input });

/** The errors of each row, in short form. */
function errorsOfRows({ results }: Awaited<ReturnType<typeof upsertRows>>): string[][] {
  return results.map(({ userErrors }) => inShort(userErrors));
}

describe("customersUpsert", () => {
  const server = useTestServer();

  it("returns one result for each row, in their order, and the counts", async () => {
    await givenCustomer(server, { email: email("b"), firstName: "B" });
    await givenCustomer(server, { email: email("c"), firstName: "C" });
    const rows = [
      byEmail("a"),
      byEmail("b", { firstName: "Bea" }),
      byEmail("c", { firstName: "C" }),
      { input: { phone: "1" } },
    ];
    const answer = await upsertRows(server, rows);
    expect(answer).toMatchObject({ created: 2, updated: 1, unchanged: 1, failed: 0, userErrors: [] });
    expect(answer.results).toMatchObject([
      { outcome: "CREATED", customer: { email: email("a"), version: 1 } },
      { outcome: "UPDATED", customer: { firstName: "Bea", version: 2 } },
      { outcome: "UNCHANGED", customer: { firstName: "C", version: 1 } },
      { outcome: "CREATED", customer: { email: null } },
    ]);
    const again = await upsertRows(server, rows.slice(0, 3));
    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
  });

  it("writes nothing when one row has an error, and repeats the errors with the paths of the rows", async () => {
    const before = await countChanges(server);
    const answer = await upsertRows(server, [byEmail("a"), { input: { email: "no" } }, { input: {} }]);
    expect(answer).toMatchObject({ created: 0, updated: 0, unchanged: 0, failed: 3 });
    expect(answer.results.map(({ outcome, customer }) => [outcome, customer])).toEqual(Array(3).fill(["FAILED", null]));
    expect(errorsOfRows(answer)).toEqual([[], ["INVALID_EMAIL at input.email"], ["REQUIRED at input"]]);
    expect(inShort(answer.userErrors)).toEqual(["INVALID_EMAIL at rows.1.input.email", "REQUIRED at rows.2.input"]);
    expect(await countChanges(server)).toBe(before);
  });

  it("writes the good rows with SKIP_BAD_ROWS", async () => {
    const rows = [byEmail("a"), { input: { email: "no" } }];
    const answer = await upsertRows(server, rows, { onBadRow: "SKIP_BAD_ROWS" });
    expect(answer).toMatchObject({ created: 1, failed: 1, userErrors: [] });
    expect(answer.results).toMatchObject([{ outcome: "CREATED" }, { outcome: "FAILED", customer: null }]);
    expect(await allCustomers(server)).toMatchObject([{ email: email("a") }]);
  });

  it("writes nothing in a dry run, and tells conflicts with the database", async () => {
    const { id } = await givenCustomer(server, { email: email("a"), externalIds: [erp("1")] });
    const before = await countChanges(server);
    const rows = [
      byEmail("b"),
      { input: { email: email("a") } },
      { input: { firstName: "C", externalIds: [erp("1")] } },
    ];
    const answer = await upsertRows(server, rows, { dryRun: true, onBadRow: "SKIP_BAD_ROWS" });
    expect(answer).toMatchObject({ created: 1, failed: 2 });
    expect(answer.results[0]).toMatchObject({ outcome: "CREATED", customer: null });
    expect(answer.results[1]?.userErrors).toMatchObject([{ code: "EMAIL_TAKEN", existingId: id }]);
    expect(answer.results[2]?.userErrors).toMatchObject([
      { code: "EXTERNAL_ID_TAKEN", existingId: id, path: ["input", "externalIds", "0"] },
    ]);
    expect(await countChanges(server)).toBe(before);
  });

  it("returns DUPLICATE_ROW for the later of two rows that mean one customer", async () => {
    const { id } = await givenCustomer(server, { email: email("a"), externalIds: [erp("1")] });
    const skip = { onBadRow: "SKIP_BAD_ROWS" } as const;
    const same = await upsertRows(
      server,
      [byEmail("a"), { by: { id }, input: {} }, { by: { externalId: erp("1") }, input: {} }, byEmail("A")],
      skip,
    );
    const duplicate = ["DUPLICATE_ROW at by"];
    expect(errorsOfRows(same)).toEqual([[], duplicate, duplicate, duplicate]);
    const created = await upsertRows(server, [byEmail("b"), byEmail("b"), { input: { email: email("b") } }], skip);
    expect(errorsOfRows(created)).toEqual([[], duplicate, ["DUPLICATE_ROW at input.email"]]);
    const named = [
      { input: { firstName: "C", externalIds: [erp("2")] } },
      { by: { externalId: erp("2") }, input: {} },
      { input: { firstName: "D", externalIds: [erp("2")] } },
    ];
    expect(errorsOfRows(await upsertRows(server, named, skip))).toEqual([
      [],
      duplicate,
      ["EXTERNAL_ID_TAKEN at input.externalIds.0"],
    ]);
  });

  it("accepts a guest and a registered customer with the same email", async () => {
    const rows = [{ input: { email: email("a") } }, { input: { email: email("a"), hasAccount: true } }];
    expect(await upsertRows(server, rows)).toMatchObject({ created: 2, failed: 0 });
  });

  it("lets a row take an email or external id that an earlier row gave up, along a chain", async () => {
    for (const name of ["a", "b", "c"]) {
      await givenCustomer(server, { email: email(name), externalIds: [erp(name)] });
    }
    const [a, b, c] = (await allCustomers(server)).map(({ id }) => id);
    const values = (name: string) => ({ email: email(name), externalIds: [erp(name)] });
    const rows = [
      { by: { id: c ?? "" }, input: values("d") },
      { by: { id: b ?? "" }, input: values("c") },
      { by: { id: a ?? "" }, input: values("b") },
      { input: values("a") },
    ];
    expect(await upsertRows(server, rows)).toMatchObject({ updated: 3, created: 1, failed: 0 });
    expect((await allCustomers(server)).map((customer) => customer.email)).toEqual(["b", "c", "d", "a"].map(email));
    const swapped = await upsertRows(server, [
      { by: { id: a ?? "" }, input: { email: email("c") } },
      { by: { id: b ?? "" }, input: { email: email("b") } },
    ]);
    expect(errorsOfRows(swapped)).toEqual([["EMAIL_TAKEN at input.email"], ["EMAIL_TAKEN at input.email"]]);
  });

  it("returns TOO_MANY for more than 1,000 rows", async () => {
    const answer = await upsertRows(server, Array(1_001).fill({ input: { firstName: "A" } }));
    expect(inShort(answer.userErrors)).toEqual(["TOO_MANY at rows"]);
    expect(answer).toMatchObject({ results: [], failed: 0 });
  });

  it("takes as many statements for 200 rows as for 20", async () => {
    const group = await givenGroup(server);
    const rowsOf = (count: number, prefix: string): CustomerUpsertRow[] =>
      Array.from({ length: count }, (_, n) => ({
        by: { email: email(`${prefix}${n}`) },
        input: {
          firstName: "Ada",
          metadata: { n },
          groupIds: [group.id],
          externalIds: [erp(`${prefix}${n}`)],
          addresses: [{ city: "Roma", isDefaultShipping: true }, { city: "Milano" }],
        },
      }));
    const changed = (rows: CustomerUpsertRow[]) =>
      rows.map(({ by, input }) => ({
        by: by ?? null,
        input: {
          ...input,
          lastName: "Luna",
          metadata: { m: 1 },
          groupIds: [],
          addresses: [{ city: "Milano", isDefaultShipping: true }],
        },
      }));
    const count = async (rows: CustomerUpsertRow[]) => {
      const { result, statements } = await server.testDatabase.withStatements(() => upsertRows(server, rows));
      expect(result.failed).toBe(0);
      return statements.length;
    };
    const [few, many] = [rowsOf(20, "few"), rowsOf(200, "many")];
    expect(await count(many)).toBe(await count(few));
    const updates = await count(changed(many));
    expect(updates).toBe(await count(changed(few)));
    expect(updates).toBeLessThanOrEqual(20);
  });

  it("writes the same history as single upserts", async () => {
    const by = { email: email("a") };
    const input = { firstName: "Ada", externalIds: [erp("1")], addresses: [{ city: "Roma" }] };
    const changed = { lastName: "Luna", externalIds: [erp("2")], addresses: [{ city: "Milano" }] };
    const historyOf = async (run: (input: CustomerUpsertInput) => Promise<unknown>) => {
      await server.reset();
      await givenCustomer(server);
      const changes = await changesOf(server, async () => {
        await run(input);
        await run(changed);
      });
      return changes.map(({ action, subjectType, fields }) => ({
        change: `${action} ${subjectType}`,
        // The ids of customers and the times of deletions differ.
        fields: fields.map((field) => (["customerId", "deletedAt"].includes(field.name) ? field.name : field)),
      }));
    };
    const ofRows = await historyOf((values) => upsertRows(server, [{ by, input: values }]));
    expect(ofRows.slice(0, 2).map(({ change }) => change)).toEqual(["CREATED CUSTOMER", "CREATED ADDRESS"]);
    expect(ofRows[0]?.fields).toContainEqual({ name: "externalIds", before: null, after: [erp("1")] });
    expect(await historyOf((values) => upsert(server, by, values))).toEqual(ofRows);
  });

  it("creates each customer once when calls with the same rows in any order run at once", async () => {
    const names = Array.from({ length: 30 }, (_, n) => `c${n}`);
    const row = (name: string) => byEmail(name, { externalIds: [erp(name)] });
    const calls = [names, [...names].reverse(), names.slice(10), names].map((some) =>
      upsertRows(server, some.map(row)),
    );
    const answers = await Promise.all(calls);
    expect(answers.map(({ userErrors }) => userErrors)).toEqual(Array(4).fill([]));
    expect(answers.reduce((sum, { created }) => sum + created, 0)).toBe(30);
    const { rows } = await server.testDatabase.database.pool.query("SELECT count(*)::int AS n FROM customer");
    expect(rows).toEqual([{ n: 30 }]);
  });

  it("registers guests among many rows", async () => {
    await givenRegisteredCustomer(server, email("b"));
    const a = await givenCustomer(server, { email: email("a") });
    const b = await givenCustomer(server, { email: email("b") });
    const rows = [a, b].map(({ id }) => ({ by: { id }, input: { hasAccount: true } }));
    const answer = await upsertRows(server, rows, { onBadRow: "SKIP_BAD_ROWS" });
    expect(errorsOfRows(answer)).toEqual([[], ["EMAIL_TAKEN at input.email"]]);
    expect(answer.results[0]?.customer).toMatchObject({ hasAccount: true });
  });
});
