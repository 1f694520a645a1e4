import { allScopes, type Scope } from "../../src/access/auth/scope.type.js";
import { revokeApiKey } from "../api-key/api-key.operations.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { updateCustomer } from "../customer/customer.operations.js";
import { givenCustomer, remove as removeCustomer } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { givenCustomerSession, givenUserSession } from "../login/login.steps.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { remove as removeUser, update as updateUser } from "../user/user.steps.js";

describe("the stored response to a mutation with an Idempotency-Key", () => {
  const server = useTestServer();

  async function send(credential: string, query: string, variables: object = {}) {
    const response = await server.app.inject({
      method: "POST",
      url: "/graphql",
      headers: { authorization: `Bearer ${credential}`, "idempotency-key": "key-1" },
      payload: { query, variables },
    });
    const { errors } = response.json();
    const isReplayed = response.headers["idempotent-replayed"] === "true";
    return { status: response.statusCode, body: response.body, error: errors?.[0], isReplayed };
  }

  const without = (...lost: Scope[]) => allScopes.filter((scope) => !lost.includes(scope));
  const create = 'customerCreate(input: { firstName: "Ada" })';

  it.each<[string, Scope, string, object, string]>([
    ["the mutation", "CUSTOMERS_WRITE", `mutation { ${create} { customer { id } } }`, {}, "Mutation.customerCreate"],
    [
      "a field of its answer",
      "CUSTOMER_GROUPS_READ",
      `mutation { ${create} { customer { ...F } } } fragment F on Customer { groups { totalCount } }`,
      {},
      "Customer.groups",
    ],
    [
      "a part of its input",
      "CUSTOMER_GROUPS_WRITE",
      "mutation ($i: CustomerCreateInput!) { customerCreate(input: $i) { customer { id } } }",
      { i: { firstName: "Ada", groupIds: [] } },
      "CustomerCreateInput.groupIds",
    ],
  ])("is refused for a caller who has lost the scope for %s", async (_what, scope, query, variables, coordinate) => {
    const { user, token } = await givenUserSession(server, { scopes: [...allScopes] });
    const first = await send(token, query, variables);
    expect(first.status).toBe(200);
    const before = await allRows(server);
    await updateUser(server, user.id, { scopes: without(scope) });
    expect(await send(token, query, variables)).toMatchObject({
      status: 403,
      isReplayed: false,
      error: {
        message: `This needs the scope ${scope}: ${coordinate}.`,
        extensions: { code: "FORBIDDEN", missingScopes: [scope] },
      },
    });
    await updateUser(server, user.id, { scopes: [...allScopes] });
    expect(await send(token, query, variables)).toMatchObject({ status: 200, isReplayed: true, body: first.body });
    expect((await allRows(server)).customers).toEqual(before.customers);
  });

  it.each<[string, Scope, string]>([
    [
      "of a customer with the same email",
      "CUSTOMERS_READ",
      'mutation { customerCreate(input: { email: "eva@example.com" }) { userErrors { code ... on TakenError { existingId } } } }',
    ],
    [
      "of a group with the same name",
      "CUSTOMER_GROUPS_READ",
      'mutation { customerGroupCreate(input: { name: "VIP" }) { userErrors { code ... on TakenError { existingId } } } }',
    ],
  ])("is refused for a caller who can no longer read the id in it: %s", async (_what, scope, query) => {
    const customer = await givenCustomer(server, { email: "eva@example.com" });
    const group = await givenGroup(server, "VIP");
    const id = scope === "CUSTOMERS_READ" ? customer.id : group.id;
    const { user, token } = await givenUserSession(server, { scopes: [...allScopes] });
    expect((await send(token, query)).body).toContain(id);
    await updateUser(server, user.id, { scopes: without(scope) });
    const again = await send(token, query);
    expect(again).toMatchObject({
      status: 403,
      isReplayed: false,
      error: { extensions: { code: "FORBIDDEN", missingScopes: [scope] } },
    });
    expect(again.body).not.toContain(id);
  });

  it("is sent to a caller with additional scopes", async () => {
    const { user, token } = await givenUserSession(server, { scopes: ["CUSTOMERS_WRITE"] });
    const query = `mutation { ${create} { customer { id } } }`;
    const { body } = await send(token, query);
    await updateUser(server, user.id, { scopes: [...allScopes] });
    expect(await send(token, query)).toMatchObject({ status: 200, isReplayed: true, body });
  });

  const ownName =
    'mutation ($id: ID!) { customerUpdate(id: $id, input: { firstName: "Augusta" }) { customer { email } } }';

  it.each<[string, () => Promise<{ token: string; query: string; variables?: object; end(): Promise<unknown> }>]>([
    [
      "a deleted customer",
      async () => {
        const { customer, token } = await givenCustomerSession(server);
        const end = () => removeCustomer(server, customer.id);
        return { token, query: ownName, variables: { id: customer.id }, end };
      },
    ],
    [
      "a customer with another password",
      async () => {
        const { customer, token } = await givenCustomerSession(server);
        const input = { password: "another password" };
        const end = () => server.run(updateCustomer, { id: customer.id, input });
        return { token, query: ownName, variables: { id: customer.id }, end };
      },
    ],
    [
      "a deleted user",
      async () => {
        const { user, token } = await givenUserSession(server, { scopes: ["CUSTOMERS_WRITE"] });
        return { token, query: `mutation { ${create} { customer { id } } }`, end: () => removeUser(server, user.id) };
      },
    ],
    [
      "a key that is revoked",
      async () => {
        const { id, secret } = await givenApiKey(server, ["CUSTOMERS_WRITE"]);
        const end = () => server.run(revokeApiKey, { id });
        return { token: secret, query: `mutation { ${create} { customer { id } } }`, end };
      },
    ],
  ])("is not sent to %s", async (_what, given) => {
    const { token, query, variables, end } = await given();
    expect((await send(token, query, variables)).status).toBe(200);
    await end();
    expect(await send(token, query, variables)).toMatchObject({
      status: 401,
      isReplayed: false,
      error: { extensions: { code: "UNAUTHENTICATED" } },
    });
  });
});
