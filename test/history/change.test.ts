import type { Scope } from "../../src/access/auth/scope.type.js";
import { allScopes } from "../../src/access/auth/scope.type.js";
import { createAddress } from "../address/address.operations.js";
import { rome } from "../address/address.steps.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer, remove, restore, update } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { givenCustomerSession, givenUserSession } from "../login/login.steps.js";
import { useTestServer } from "../support/server.js";
import { deleteUser } from "../user/user.operations.js";
import { actorNames, changeNodes, changesPage } from "./history.operations.js";
import { changesOf, inShort } from "./history.steps.js";

describe("a change", () => {
  const server = useTestServer();

  it("is found by its id, which is the same in the list and in node", async () => {
    await givenCustomer(server);
    const { nodes } = (await server.run(changesPage, {})).changes;
    const ids = nodes.map(({ id }) => id);
    expect(await server.run(changeNodes, { ids })).toEqual({
      nodes: nodes.map((change) => ({ __typename: "Change", ...change })),
    });
  });

  it.each(["chg_", "chg_1", "chg_unknown", "chg_\0", "chg_\ud800", "chg_%", `chg_${"0".repeat(10_000)}`])(
    "is null for an unknown id: %#",
    async (id) => {
      expect(await server.run(changeNodes, { ids: [id, id] })).toEqual({ nodes: [null, null] });
    },
  );

  it("is not found by its id in another case", async () => {
    const [id = ""] = (await server.run(changesPage, {})).changes.nodes.map((change) => change.id);
    const ids = [id.toLowerCase(), `${id} `];
    expect(await server.run(changeNodes, { ids })).toEqual({ nodes: [null, null] });
  });

  describe("has field names and values in the format of the API:", () => {
    it("in camel case", async () => {
      const names = new Set<string>();
      const changes = await changesOf(server, async () => {
        const { id: customerId } = await givenCustomer(server, { email: "ada@example.com", password: "long enough" });
        const input = { ...rome, address2: "Interno 2" };
        await server.run(createAddress, { customerId, input });
        await givenGroup(server, "Wholesale", [customerId]);
      });
      for (const { name } of changes.flatMap(({ fields }) => fields)) names.add(name);
      expect([...names].sort()).toEqual([
        "address1",
        "address2",
        "city",
        "countryCode",
        "createdBy",
        "customerId",
        "email",
        "groupId",
        "hasAccount",
        "isDefaultBilling",
        "isDefaultShipping",
        "name",
        "password",
        "postalCode",
      ]);
    });

    it("metadata as a whole, before and after", async () => {
      const metadata = { snake_key: 1, sent_at: "2020-01-01", nested: { list: [1, null, "a"] } };
      const { id } = await givenCustomer(server, { firstName: "Ada", metadata });
      const [change] = await changesOf(server, () => update(server, id, { metadata: { snake_key: 2 } }));
      const fields = [{ name: "metadata", before: metadata, after: { ...metadata, snake_key: 2 } }];
      expect(change?.fields).toEqual(fields);
      const [cleared] = await changesOf(server, () => update(server, id, { metadata: null }));
      expect(cleared?.fields).toEqual([{ name: "metadata", before: { ...metadata, snake_key: 2 }, after: null }]);
    });

    it("timestamps to the millisecond", async () => {
      const { id } = await givenCustomer(server);
      const { customer } = await remove(server, id);
      const [restored] = await changesOf(server, () => restore(server, id));
      expect(restored?.fields).toEqual([{ name: "deletedAt", before: customer?.deletedAt, after: null }]);
    });
  });

  describe("shows its actor:", () => {
    const namesOf = async (actorId: string) => {
      const { nodes } = (await server.run(actorNames, { where: { actorId } })).changes;
      return [...new Set(nodes.map(({ actor }) => `${actor?.type} ${actor?.name ?? null}`))];
    };

    it("a user by name, otherwise by email, also if deleted", async () => {
      const scopes = allScopes;
      const grace = await givenUserSession(server, { firstName: "Grace", lastName: "Hopper", scopes });
      const eve = await givenUserSession(server, { email: "eve@example.com", scopes });
      const eva = await givenUserSession(server, { email: "eva@example.com", lastName: "Luna", scopes });
      for (const { token } of [grace, eve, eva]) await givenGroupAs(token);
      expect(await namesOf(grace.user.id)).toEqual(["USER Grace Hopper"]);
      expect(await namesOf(eve.user.id)).toEqual(["USER eve@example.com"]);
      expect(await namesOf(eva.user.id)).toEqual(["USER Luna"]);
      await server.run(deleteUser, { id: grace.user.id });
      expect(await namesOf(grace.user.id)).toEqual(["USER Grace Hopper"]);
    });

    it("an API key by its title", async () => {
      const { id, secret } = await givenApiKey(server, allScopes);
      await givenGroupAs(secret);
      expect(await namesOf(id)).toEqual(["API_KEY Import"]);
      expect(await namesOf("apk_root")).toEqual(["API_KEY Root key"]);
    });

    it("a customer by name, otherwise by company, otherwise by email", async () => {
      const { customer, token } = await givenCustomerSession(server, { firstName: "Ada", companyName: "Luna Ltd" });
      const variables = { customerId: customer.id, address: rome };
      const addAddress = `mutation ($customerId: ID!, $address: AddressInput!) {
        customerAddressCreate(customerId: $customerId, input: $address) { userErrors { code } }
      }`;
      expect((await server.as(token).ask(addAddress, variables)).errors).toBeUndefined();
      expect(await namesOf(customer.id)).toEqual(["CUSTOMER Ada"]);
      await update(server, customer.id, { firstName: null });
      expect(await namesOf(customer.id)).toEqual(["CUSTOMER Luna Ltd"]);
      await update(server, customer.id, { companyName: null });
      expect(await namesOf(customer.id)).toEqual(["CUSTOMER ada@example.com"]);
    });

    it("null for the server and for an actor who is no longer in the database", async () => {
      const { id, secret } = await givenApiKey(server, allScopes);
      await givenGroupAs(secret);
      await server.testDatabase.database.prisma.apiKey.delete({ where: { id } });
      expect(await namesOf("system")).toEqual(["SYSTEM null"]);
      expect(await namesOf(id)).toEqual(["API_KEY null"]);
    });

    async function givenGroupAs(credential: string): Promise<void> {
      const create =
        "mutation ($name: String!) { customerGroupCreate(input: { name: $name }) { userErrors { code } } }";
      const { data } = await server.as(credential).ask(create, { name: credential.slice(-30) });
      expect(data).toEqual({ customerGroupCreate: { userErrors: [] } });
    }
  });

  describe("requires access to history:", () => {
    const changes = "{ changes { nodes { id fields { name before after } actor { id name } } } }";
    const node = '{ node(id: "chg_1") { id } }';
    const ofCustomers = "{ customers { nodes { history { nodes { id } } } } }";
    const ofGroups = "{ customerGroups { nodes { history { nodes { id } } } } }";
    const withScopes = async (...scopes: Scope[]) => server.as((await givenApiKey(server, scopes)).secret);

    it.each([
      ["changes", changes, []],
      ["node", node, []],
      ["Customer.history", ofCustomers, ["CUSTOMERS_READ"]],
      ["CustomerGroup.history", ofGroups, ["CUSTOMER_GROUPS_READ"]],
    ] as [string, string, Scope[]][])(
      "%s needs HISTORY_READ in addition to the scopes of its parents",
      async (...given) => {
        const [, query, others] = given;
        const { status, errors } = await (await withScopes("HISTORY_READ", ...others)).ask(query);
        expect([status, errors]).toEqual([200, undefined]);
        const refused = await (await withScopes(...allScopes.filter((scope) => scope !== "HISTORY_READ"))).ask(query);
        expect(refused.data).toBeUndefined();
        expect(refused.errors).toMatchObject([
          { extensions: { code: "FORBIDDEN", missingScopes: expect.arrayContaining(["HISTORY_READ"]) } },
        ]);
        const { errors: unauthenticated } = await server.as(null).ask(query);
        expect(unauthenticated).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
      },
    );

    it("customers have no access, not even to the history of their own record", async () => {
      const { customer, token } = await givenCustomerSession(server);
      const own = `{ customer(id: "${customer.id}") { history { nodes { id } } } }`;
      const viewer = "{ viewer { customer { history { nodes { id } } } } }";
      for (const query of [changes, node, own, viewer]) {
        const { data, errors } = await server.as(token).ask(query);
        expect(data).toBeUndefined();
        expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
      }
    });

    it("its recorded fields", async () => {
      const { id } = await givenCustomer(server);
      const reader = await withScopes("HISTORY_READ");
      const { nodes } = (await reader.run(changesPage, { where: { subjectId: id } })).changes;
      expect(nodes.map((change) => inShort(change))).toMatchObject([{ fields: { firstName: [null, "Ada"] } }]);
    });
  });
});
