import { createGroup, updateGroup } from "../customer-group/customer-group.operations.js";
import { givenGroup, givenGroups } from "../customer-group/customer-group.steps.js";
import { addCustomers, removeCustomers, updateGroups } from "../customer-group/membership.operations.js";
import { describeOnServer } from "../support/database.js";
import { useTestServer } from "../support/server.js";
import { createCustomer, readCustomer, restoreCustomer } from "./customer.operations.js";
import { givenCustomer, givenCustomers, remove, update } from "./customer.steps.js";

interface Outcome {
  customer?: { id: string } | null | undefined;
  userErrors: { code: string; existingId?: string | null }[];
}

/** Runs the same call many times at once. */
const manyTimes = <T>(count: number, call: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => call(index)));

/** Returns the values in a different order for each call, the same in every run. The step and the length have no common divisor. */
const shuffled = <T>(list: readonly T[], step: number): T[] =>
  list.map((_, index) => list[(index * step) % list.length] as T);

describeOnServer("concurrent writes", () => {
  const server = useTestServer();

  /** Expects that exactly one call succeeds and all others return its id. */
  function expectOneWinner(outcomes: Outcome[], code: string): void {
    const winners = outcomes.flatMap(({ customer }) => (customer ? [customer.id] : []));
    expect(winners).toHaveLength(1);
    const losers = outcomes.filter(({ customer }) => !customer).map(({ userErrors }) => userErrors);
    for (const userErrors of losers) expect(userErrors).toMatchObject([{ code, existingId: winners[0] }]);
  }

  it("of 20 creations with one email exactly one succeeds, and the others get EMAIL_TAKEN with its id", async () => {
    const outcomes = await manyTimes(20, async (index) => {
      const input = { email: index % 2 === 0 ? "ada@example.com" : "ADA@example.com" };
      return (await server.run(createCustomer, { input })).customerCreate;
    });
    expectOneWinner(outcomes, "EMAIL_TAKEN");
  });

  it("of many updates to one email exactly one succeeds", async () => {
    const ids = await givenCustomers(server, 8);
    expectOneWinner(
      await Promise.all(ids.map((id) => update(server, id, { email: "ada@example.com" }))),
      "EMAIL_TAKEN",
    );
  });

  it("of many restorations with one email exactly one succeeds", async () => {
    const ids = [];
    for (let index = 0; index < 6; index += 1) {
      const { id } = await givenCustomer(server, { email: "ada@example.com" });
      await remove(server, id);
      ids.push(id);
    }
    const outcomes = await Promise.all(
      ids.map(async (id) => (await server.run(restoreCustomer, { id })).customerRestore),
    );
    expectOneWinner(outcomes, "EMAIL_TAKEN");
  });

  it("of many creations with one group name exactly one succeeds", async () => {
    const outcomes = await manyTimes(20, async (index) => {
      const input = { name: index % 2 === 0 ? "Élite" : "éLITE" };
      const { customerGroup, userErrors } = (await server.run(createGroup, { input })).customerGroupCreate;
      return { customer: customerGroup, userErrors };
    });
    expectOneWinner(outcomes, "NAME_TAKEN");
  });

  it("of many updates with the same ifVersion exactly one succeeds, and the others get the new version", async () => {
    const { id } = await givenCustomer(server);
    const outcomes = await manyTimes(12, (index) => update(server, id, { firstName: `Ada ${index}` }, 1));
    const winners = outcomes.filter(({ customer }) => customer !== null);
    expect(winners).toHaveLength(1);
    for (const { customer, userErrors } of outcomes) {
      if (customer === null) expect(userErrors).toMatchObject([{ code: "VERSION_CONFLICT", currentVersion: 2 }]);
    }
    expect(await server.run(readCustomer, { id })).toEqual({ customer: winners[0]?.customer });
  });

  it("of many calls of all mutations that replace groups with the same ifVersion exactly one succeeds", async () => {
    const groupIds = await givenGroups(server, 12);
    const { id } = await givenCustomer(server);
    const outcomes = await manyTimes(12, async (index) => {
      const groups = [groupIds[index] ?? ""];
      if (index % 2 === 0) return update(server, id, { groupIds: groups }, 1);
      return (await server.run(updateGroups, { customerId: id, set: groups, ifVersion: 1 })).customerUpdateGroups;
    });
    expect(outcomes.filter(({ customer }) => customer !== null)).toMatchObject([{ customer: { version: 2 } }]);
    for (const { customer, userErrors } of outcomes) {
      if (customer === null) expect(userErrors).toMatchObject([{ code: "VERSION_CONFLICT", currentVersion: 2 }]);
    }
    expect(await server.testDatabase.database.prisma.customerGroupMember.count()).toBe(1);
  });

  it("of many updates of one group with the same ifVersion exactly one succeeds", async () => {
    const { id } = await givenGroup(server);
    const outcomes = await manyTimes(12, async (index) => {
      const variables = { id, input: { metadata: { index } }, ifVersion: 1 };
      return (await server.run(updateGroup, variables)).customerGroupUpdate;
    });
    expect(outcomes.filter(({ customerGroup }) => customerGroup?.version === 2)).toHaveLength(1);
  });

  it("merges metadata of concurrent updates without losing a key", async () => {
    const { id } = await givenCustomer(server);
    await manyTimes(12, (index) => update(server, id, { metadata: { [`key${index}`]: index } }));
    const { customer } = await server.run(readCustomer, { id });
    expect(customer?.version).toBe(13);
    expect(Object.keys(customer?.metadata ?? {})).toHaveLength(12);
  });

  it("adds and removes overlapping members in any order without an error", async () => {
    const customerIds = await givenCustomers(server, 100);
    const groupIds = await givenGroups(server, 9);
    const steps = [1, 3, 7, 9, 11, 13, 17, 19, 21];
    const errors = await manyTimes(36, async (index) => {
      const ids = shuffled(customerIds, steps[index % steps.length] ?? 1);
      const id = groupIds[index % 3] ?? "";
      if (index % 3 === 0) return (await server.run(addCustomers, { id, customerIds: ids })).customerGroupAddCustomers;
      if (index % 3 === 1)
        return (await server.run(removeCustomers, { id: groupIds[(index + 1) % 3] ?? "", customerIds: ids }))
          .customerGroupRemoveCustomers;
      const set = shuffled(groupIds, [1, 2, 4, 5, 7, 8][index % 6] ?? 1).slice(0, 5);
      return (await server.run(updateGroups, { customerId: ids[index] ?? "", set })).customerUpdateGroups;
    });
    expect(errors.flatMap(({ userErrors }) => userErrors)).toEqual([]);
  });

  it("adds the same members once when many calls add them", async () => {
    const customerIds = await givenCustomers(server, 100);
    const { id } = await givenGroup(server);
    const outcomes = await manyTimes(8, async (index) => {
      const variables = { id, customerIds: shuffled(customerIds, [1, 3, 7, 9][index % 4] ?? 1) };
      return (await server.run(addCustomers, variables)).customerGroupAddCustomers;
    });
    expect(outcomes.reduce((sum, { added }) => sum + added, 0)).toBe(100);
    expect(outcomes.every(({ added, unchanged }) => added + unchanged === 100)).toBe(true);
  });
});
