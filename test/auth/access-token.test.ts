import { type OtherServer, useTestServer } from "../support/server.js";
import { answerTo, type Claims, serverFor, unauthenticated, useTestProvider } from "./test-provider.js";

/** The claims of a token, and `typ` in its header. */
type Example = [what: string, typ: string | undefined, claims: Claims];

describe("a token of the identity provider", () => {
  const provider = useTestProvider();
  const server = useTestServer();
  let app: OtherServer;
  beforeAll(async () => {
    // ID tokens can have this claim, too.
    app = await serverFor(server, provider, { scopesClaim: "roles" });
  });

  const answerToExample = async (typ: string | undefined, claims: Claims) =>
    answerTo(app, await provider.sign({ roles: ["ORDERS_READ"], scope: undefined, ...claims }, { typ }));

  it.each<Example>([
    ["RFC 9068", "at+jwt", {}],
    ["RFC 9068 in full", "application/at+jwt", {}],
    ["RFC 9068 in other letters", "AT+JWT", {}],
    ["Keycloak", "JWT", { typ: "Bearer", azp: "shop", scope: "openid email" }],
    ["Keycloak before version 24", "JWT", { typ: "Bearer", azp: "shop", nonce: "n" }],
    ["Auth0", "JWT", { scope: "openid profile email", azp: "shop" }],
    ["Auth0 with permissions alone", "JWT", { permissions: [], azp: "shop" }],
    ["Okta", undefined, { scp: ["openid", "email"], cid: "shop", uid: "00u1", ver: 1 }],
    ["Entra", "JWT", { scp: "access_as_user", azp: "shop", ver: "2.0" }],
    ["Entra with roles alone", "JWT", { appid: "shop", ver: "1.0" }],
    ["Cognito", undefined, { token_use: "access", client_id: "shop" }],
  ])("is accepted as an access token of %s", async (_what, typ, claims) => {
    expect(await answerToExample(typ, claims)).toEqual(["ORDERS_READ"]);
  });

  it.each<Example>([
    ["an ID token with the required claims of ID tokens only", "JWT", { azp: "admin" }],
    ["an ID token without a type", undefined, { auth_time: 1 }],
    ["an ID token with a nonce", "JWT", { nonce: "n", scope: "openid" }],
    ["an ID token with the hash of an access token", "JWT", { at_hash: "h", scope: "openid" }],
    ["an ID token with the hash of a code", "JWT", { c_hash: "h", scope: "openid" }],
    ["an ID token with the hash of a state", "JWT", { s_hash: "h", scope: "openid" }],
    ["an ID token of Keycloak", "JWT", { typ: "ID", azp: "admin", scope: "openid" }],
    ["a refresh token of Keycloak", "JWT", { typ: "Refresh", azp: "admin", scope: "openid" }],
    ["an ID token of Cognito", undefined, { token_use: "id", scope: "openid" }],
    ["a logout token", "logout+jwt", { events: {}, scope: "openid" }],
    ["a logout token without a type", undefined, { events: {}, scope: "openid" }],
    ["a security event token", "secevent+jwt", { scope: "openid" }],
    ["a proof of possession", "dpop+jwt", { scope: "openid" }],
  ])("is refused if it is not an access token: %s", async (_what, typ, claims) => {
    expect(await answerToExample(typ, claims)).toBe(unauthenticated);
    expect(await server.testDatabase.database.prisma.staffUser.count()).toBe(0);
  });
});
