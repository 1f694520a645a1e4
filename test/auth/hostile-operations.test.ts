import { defaultLimits } from "../../src/execution/limits/limits.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { givenCustomerSession } from "../login/login.steps.js";
import { adminKey, useTestServer } from "../support/server.js";

describe("computing the access requirements of an operation", () => {
  const server = useTestServer();

  // Each fragment doubles the work of code that visits a fragment at each spread.
  const chain = Array.from({ length: 27 }, (_, n) => `fragment F${n} on Customer { ...F${n + 1} ...F${n + 1} }`).join(
    " ",
  );

  it.each([
    ["a query", "{ customers { nodes { ...F0 } } }"],
    ["a login", 'mutation { customerLogin(email: "", password: "") { viewer { customer { ...F0 } } } }'],
  ])("takes little time for fragments that are spread very often: %s", async (_what, operation) => {
    const { secret } = await givenApiKey(server, ["CUSTOMERS_READ"]);
    const { status } = await server
      .as(secret)
      .ask(`${operation} ${chain} fragment F27 on Customer { groups { totalCount } }`);
    expect(status).toBe(403);
  });

  it("takes little time and memory for a huge list that is used very often", async () => {
    const uses = Array.from({ length: 700 }, (_, n) => `a${n}: nodes(ids: $ids) { id }`).join(" ");
    const ids = Array(200_000).fill("1");
    const limits = { ...defaultLimits, selections: 2_000, aliases: 1_000, rootFields: 1_000, values: 1_000_000 };
    const unlimited = await server.another({ limits });
    expect((await unlimited.as(null).ask(`query ($ids: [ID!]!) { ${uses} }`, { ids })).status).toBe(401);
  });

  it("checks a fragment below a login and elsewhere, each time with the right caller", async () => {
    const { token } = await givenCustomerSession(server);
    const login = `login(email: "", password: "") { viewer { ...F } }`;
    const customerLogin = `customerLogin(email: "", password: "") { viewer { ...F } }`;
    const fragment = "fragment F on Viewer { customer { addresses { totalCount } } }";
    const { errors } = await server.as(token).ask(`mutation { ${customerLogin} ${login} } ${fragment}`);
    expect(errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN", missingScopes: ["CUSTOMERS_READ"] });
  });

  it("refuses an operation that it cannot read completely", async () => {
    const { id } = await givenCustomer(server);
    const group = await givenGroup(server, "VIP");
    const query = `mutation ($version: Int, $roles: [AddressRole!] = [SHIPPING]) {
      customerUpdate(id: "${id}", input: {groupIds: ["${group.id}"]}, ifVersion: $version) { userErrors { code } }
      customerAddressSetDefault(customerId: "${id}", id: "cuaddr_1", roles: $roles) { userErrors { code } }
    }`;
    const { status, data, errors } = await server.as(adminKey).ask(query, { roles: null });
    expect({ status, data, code: errors?.[0]?.extensions?.code }).toEqual({ status: 400, code: "BAD_USER_INPUT" });
    const { customer } = (await server.ask(`{ customer(id: "${id}") { groups { totalCount } } }`)).data ?? {};
    expect(customer).toEqual({ groups: { totalCount: 0 } });
  });

  it("reports variables that are nested too deeply as a client error without further details", async () => {
    const deep = `${'{"not":'.repeat(20_000)}{}${"}".repeat(20_000)}`;
    const query = "query ($deep: CustomerFilter) { customers(where: $deep) { totalCount } }";
    const response = await server.app.inject({
      method: "POST",
      url: "/graphql",
      headers: { "content-type": "application/json", authorization: `Bearer ${adminKey}` },
      // As a string, because JSON.stringify cannot write it.
      payload: `{"query":${JSON.stringify(query)},"variables":{"deep":${deep}}}`,
    });
    const errors = [{ message: expect.stringContaining("nested"), extensions: { code: "BAD_USER_INPUT" } }];
    expect({ status: response.statusCode, body: response.json() }).toEqual({ status: 400, body: { errors } });
    expect(server.log.filter((line) => line.includes("failed"))).toEqual([]);
  });
});
