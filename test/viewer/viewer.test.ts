import { allScopes } from "../../src/access/auth/scope.type.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomerSession, givenUserSession } from "../login/login.steps.js";
import { graphql } from "../support/generated/gql.js";
import { adminKey, useTestServer } from "../support/server.js";

const viewerOf = graphql(`
  query ViewerOf {
    viewer {
      type
      scopes
      user {
        id
        email
        scopes
      }
      apiKey {
        id
        title
        scopes
      }
      customer {
        id
        email
      }
    }
  }
`);

describe("viewer", () => {
  const server = useTestServer();
  const viewer = async (credential: string) => (await server.as(credential).run(viewerOf)).viewer;

  it("is the root key with all scopes", async () => {
    expect(await viewer(adminKey)).toEqual({
      type: "API_KEY",
      scopes: allScopes,
      user: null,
      apiKey: { id: "apk_root", title: "Root key", scopes: allScopes },
      customer: null,
    });
  });

  it("is the API key, even without a scope", async () => {
    for (const scopes of [["ORDERS_READ", "API_KEYS_MANAGE"] as const, [] as const]) {
      const { id, secret } = await givenApiKey(server, [...scopes]);
      expect(await viewer(secret)).toEqual({
        type: "API_KEY",
        scopes,
        user: null,
        apiKey: { id, title: "Import", scopes },
        customer: null,
      });
    }
  });

  it("is the user for a member of staff, even without a scope", async () => {
    for (const scopes of [["CUSTOMERS_READ", "USERS_MANAGE"] as const, [] as const]) {
      const email = `user${scopes.length}@example.com`;
      const { user, token } = await givenUserSession(server, { email, scopes: [...scopes] });
      expect(await viewer(token)).toEqual({
        type: "USER",
        scopes,
        user: { id: user.id, email, scopes },
        apiKey: null,
        customer: null,
      });
    }
  });

  it("is the customer, without scopes", async () => {
    const { customer, token } = await givenCustomerSession(server, { email: "ada@example.com" });
    expect(await viewer(token)).toEqual({
      type: "CUSTOMER",
      scopes: [],
      user: null,
      apiKey: null,
      customer: { id: customer.id, email: "ada@example.com" },
    });
  });

  it("is null without a credential", async () => {
    const { status, errors } = await server.as(null).ask("{ viewer { type } }");
    expect([status, errors?.[0]?.extensions?.code]).toEqual([401, "UNAUTHENTICATED"]);
  });

  it("shows a customer only fields that are for customers", async () => {
    const { token } = await givenCustomerSession(server);
    for (const field of ["createdBy", "groups { totalCount }"]) {
      const { status, errors } = await server.as(token).ask(`{ viewer { customer { ${field} } } }`);
      expect([status, errors?.[0]?.extensions?.code]).toEqual([403, "FORBIDDEN"]);
    }
  });
});
