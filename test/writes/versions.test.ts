import type { Scope } from "../../src/access/auth/scope.type.js";
import { givenAddress } from "../address/address.steps.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { givenCustomerSession } from "../login/login.steps.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { givenCalls } from "./given-calls.js";
import { call, mutations, type Outcome, syncMutations, type Variables } from "./schema-calls.js";

const guarded = Object.values(mutations)
  .filter(({ args }) => args.some(({ name }) => name === "ifVersion"))
  .map(({ name }) => name)
  .filter((name) => !syncMutations.includes(name));
const guardedCalls = givenCalls.filter(({ mutation }) => guarded.includes(mutation));
const titled = guardedCalls.map((given) => [`${given.mutation} ${given.name ?? ""}`.trim(), given] as const);

/** The id of the object with the checked version. */
const checkedId = ({ id, customerId }: Variables) => String(id ?? customerId);

/** The number of rounds of concurrent writes, so that all orders of statements occur. */
const rounds = 10;

const isConflict = ({ userErrors }: Outcome) => userErrors.some(({ code }) => code === "VERSION_CONFLICT");

describe("ifVersion", () => {
  const server = useTestServer();
  const everything = async () => ({
    ...(await allRows(server)),
    changes: await server.testDatabase.database.prisma.change.count(),
  });
  const versionOf = async (id: string) => {
    const query = `query ($id: ID!) { node(id: $id) {
      ... on Customer { version } ... on Address { version } ... on CustomerGroup { version } ... on PriceList { version }
      ... on Region { version }
    } }`;
    const { data } = await server.ask(query, { id });
    return (data?.node as unknown as { version: number } | null)?.version;
  };

  it("is tested at each place of the schema that takes it", () => {
    expect([...new Set(guardedCalls.map(({ mutation }) => mutation))].sort()).toEqual(guarded.toSorted());
  });

  describe.each(titled)("of %s", (_, { mutation, given, name }) => {
    it("prevents a write to another version, and shows the current one", async () => {
      const variables = await given(server);
      const id = checkedId(variables);
      const before = await everything();
      for (const ifVersion of [0, 2, 99, -1]) {
        const { userErrors, ...others } = await call(server, mutation, { ...variables, ifVersion });
        const conflict = { code: "VERSION_CONFLICT", path: ["ifVersion"], currentVersion: 1, current: { id } };
        expect(userErrors).toEqual([conflict]);
        for (const value of Object.values(others)) expect([null, 0]).toContainEqual(value);
      }
      expect(await everything()).toEqual(before);
    });

    it("allows a write to the current version, and increments it unless single memberships are changed", async () => {
      const variables = await given(server);
      const id = checkedId(variables);
      expect((await call(server, mutation, { ...variables, ifVersion: 1 })).userErrors).toEqual([]);
      const version = name === "add and remove" ? 1 : 2;
      expect(await versionOf(id)).toBe(mutation.endsWith("Delete") ? undefined : version);
    });
  });

  // Adding and removing overwrites nothing.
  const overwriting = titled.filter(([, { name }]) => name !== "add and remove");

  it.each(overwriting)("lets exactly one of two concurrent writes succeed: %s", async (_, { mutation, given }) => {
    for (let round = 0; round < rounds; round += 1) {
      await server.reset();
      const variables = { ...(await given(server)), ifVersion: 1 };
      const outcomes = await Promise.all([1, 2].map(() => call(server, mutation, variables)));
      // The second deletion finds a deleted object.
      const losers = mutation.endsWith("Delete") ? 0 : 1;
      expect(outcomes.filter(isConflict)).toHaveLength(losers);
      expect(outcomes.flatMap(({ userErrors }) => userErrors)).toHaveLength(losers);
    }
  });

  it("covers a customer's fields and groups together: of two concurrent writes of any kind exactly one succeeds", async () => {
    const [retail, wholesale] = [await givenGroup(server, "Retail"), await givenGroup(server)];
    const writes = (id: string): [mutation: string, variables: Variables][] => [
      ["customerUpdate", { id, input: { phone: "1" } }],
      ["customerUpdate", { id, input: { groupIds: [retail.id] } }],
      ["customerUpdateGroups", { customerId: id, set: [wholesale.id] }],
      ["customerUpdateGroups", { customerId: id, set: [retail.id, wholesale.id] }],
    ];
    for (let round = 0; round < rounds; round += 1) {
      for (const [one, other] of [
        [0, 1],
        [0, 2],
        [1, 2],
        [1, 3],
        [2, 3],
      ] as const) {
        const { id } = await givenCustomer(server);
        const pair = [one, other].flatMap((index) => writes(id).slice(index, index + 1));
        const outcomes = await Promise.all(
          pair.map(([mutation, variables]) => call(server, mutation, { ...variables, ifVersion: 1 })),
        );
        expect(outcomes.filter(isConflict)).toHaveLength(1);
        expect(await versionOf(id)).toBe(2);
      }
    }
  });

  it("causes no conflict between calls that add or remove groups, which do not change the version", async () => {
    const [retail, wholesale] = [await givenGroup(server, "Retail"), await givenGroup(server)];
    for (let round = 0; round < rounds; round += 1) {
      const { id: customerId } = await givenCustomer(server);
      const changes = [{ add: [retail.id] }, { add: [wholesale.id] }, { remove: [retail.id] }, { add: [retail.id] }];
      const outcomes = await Promise.all(
        changes.map((change) => call(server, "customerUpdateGroups", { customerId, ...change, ifVersion: 1 })),
      );
      expect(outcomes.flatMap(({ userErrors }) => userErrors)).toEqual([]);
      expect(await versionOf(customerId)).toBe(1);
    }
  });

  describe("of another version shows the object", () => {
    const scopes = (...list: Scope[]) => list;

    it("only to callers who may read it", async () => {
      const { id } = await givenCustomer(server);
      const variables = { id, input: { phone: "1" }, ifVersion: 9 };
      for (const [held, current] of [
        [scopes("CUSTOMERS_WRITE"), null],
        [scopes("CUSTOMERS_WRITE", "CUSTOMERS_READ"), { id }],
      ] as const) {
        const { secret } = await givenApiKey(server, held);
        const query = `mutation ($id: ID!, $input: CustomerUpdateInput!, $ifVersion: Int) {
          customerUpdate(id: $id, input: $input, ifVersion: $ifVersion) {
            userErrors { ... on VersionConflictError { current { id } } }
          }
        }`;
        const { data } = await server.as(secret).ask(query, variables);
        expect(data).toEqual({ customerUpdate: { userErrors: [{ current }] } });
      }
    });

    it("to the customer it belongs to, in its current state", async () => {
      const { customer, token } = await givenCustomerSession(server, { firstName: "Ada" });
      const { id } = await givenAddress(server, customer.id, { city: "Roma" });
      const query = `mutation ($customerId: ID!, $id: ID!) {
        customerAddressUpdate(customerId: $customerId, id: $id, input: { city: "Napoli" }, ifVersion: 9) {
          userErrors { ... on VersionConflictError { current { ... on Address { city version } } } }
        }
      }`;
      const { data } = await server.as(token).ask(query, { customerId: customer.id, id });
      const current = { city: "Roma", version: 1 };
      expect(data).toEqual({ customerAddressUpdate: { userErrors: [{ current }] } });
    });
  });
});
