import { createHmac } from "node:crypto";
import { exportSPKI, generateKeyPair, importJWK } from "jose";
import { type OtherServer, useTestServer } from "../support/server.js";
import {
  adasScopes,
  answerTo,
  type Claims,
  inAnHour,
  issuer,
  serverFor,
  unauthenticated,
  useTestProvider,
} from "./test-provider.js";

describe("a token of the identity provider", () => {
  const provider = useTestProvider();
  const server = useTestServer();
  let app: OtherServer;
  beforeAll(async () => {
    app = await serverFor(server, provider);
  });
  const answerToClaims = async (claims: Claims) => answerTo(app, await provider.sign(claims));

  it.each([
    ["words with spaces between them", "CUSTOMERS_READ ORDERS_READ", ["CUSTOMERS_READ", "ORDERS_READ"]],
    ["a list", ["ORDERS_READ", "CUSTOMERS_READ"], ["CUSTOMERS_READ", "ORDERS_READ"]],
    ["lower and mixed case", "customers_read Orders_Read", ["CUSTOMERS_READ", "ORDERS_READ"]],
    ["unknown words, too", "openid  profile\tCUSTOMERS_READ everything", ["CUSTOMERS_READ"]],
    ["the same twice", ["USERS_MANAGE", "users_manage"], ["USERS_MANAGE"]],
    ["no claim", undefined, []],
    ["an empty text", "", []],
    ["null", null, []],
    ["a number", 7, []],
    ["an object", { CUSTOMERS_READ: true }, []],
    ["a list of anything", [1, null, ["ORDERS_READ"], { toString: 1 }, "CUSTOMERS_READ"], ["CUSTOMERS_READ"]],
  ])("gives the scopes of its claim: %s", async (_what, scope, scopes) => {
    // A token without scopes does not create a user.
    await answerToClaims({});
    expect(await answerToClaims({ scope })).toEqual(scopes);
  });

  it("uses the scopes of another claim if the settings name one", async () => {
    const other = await serverFor(server, provider, { scopesClaim: "https://shop.example.com/scopes" });
    const scope = "USERS_MANAGE";
    const token = await provider.sign({ scope, "https://shop.example.com/scopes": ["CUSTOMERS_READ"] });
    expect(await answerTo(other, token)).toEqual(["CUSTOMERS_READ"]);
  });

  it.each(["RS256", "PS512", "ES256", "ES512", "EdDSA"])("is accepted with a signature of %s", async (alg) => {
    const fresh = await serverFor(server, provider);
    const key = await provider.addKey("other", alg);
    expect(await answerTo(fresh, await provider.sign({}, { alg, kid: "other" }, key))).toEqual(adasScopes);
  });

  it("is accepted only for the configured audience", async () => {
    expect(await answerToClaims({ aud: "admin" })).toEqual(adasScopes);
    expect(await answerToClaims({ aud: ["billing", "admin"] })).toEqual(adasScopes);
    for (const aud of [undefined, "billing", "admins", [], ["billing"], { admin: true }]) {
      expect(await answerToClaims({ aud })).toBe(unauthenticated);
    }
  });

  it.each([
    ["another issuer", { iss: "https://evil.example.com/" }],
    ["the issuer without its last character", { iss: issuer.slice(0, -1) }],
    ["a list of issuers", { iss: [issuer] }],
    ["no issuer", { iss: undefined }],
    ["no end", { exp: undefined }],
    ["an end that is over", { exp: inAnHour() - 7_200 }],
    ["an end that is a text", { exp: String(inAnHour()) }],
    ["a beginning in the future", { nbf: inAnHour() }],
    ["no subject", { sub: undefined }],
    ["an empty subject", { sub: "" }],
    ["a subject that is a number", { sub: 5 }],
    ["a subject that is a list", { sub: ["idp|ada"] }],
    ["a subject of 256 characters", { sub: "x".repeat(256) }],
    ["a subject with NUL", { sub: "idp|\0" }],
    ["a subject with half of a surrogate pair", { sub: "idp|\ud800" }],
    ["no email", { email: undefined }],
    ["an email of null", { email: null }],
    ["an email in a list", { email: ["ada@example.com"] }],
    ["an empty email", { email: "" }],
    ["an email of invisible characters", { email: "\u200b" }],
    ["an invalid email", { email: "ada" }],
    ["an email with NUL", { email: "ada\0@example.com" }],
    ["an email with NUL in quotes", { email: '"ada\0"@example.com' }],
    ["an email with half of a surrogate pair", { email: "ada\udc00@example.com" }],
    ["an email of ten thousand characters", { email: `${"a".repeat(10_000)}@example.com` }],
  ])("is refused with %s and creates no user", async (_what, claims: Claims) => {
    expect(await answerToClaims(claims)).toBe(unauthenticated);
    expect(await server.testDatabase.database.prisma.staffUser.count()).toBe(0);
  });

  it("is accepted with a subject of 255 characters", async () => {
    expect(await answerToClaims({ sub: "x".repeat(255) })).toEqual(adasScopes);
  });

  it("is refused with a signature of another key with the same id", async () => {
    const { privateKey } = await generateKeyPair("RS256");
    expect(await answerTo(app, await provider.sign({}, {}, privateKey))).toBe(unauthenticated);
  });

  it("is refused with a signature that uses the public key as a shared secret", async () => {
    const [published = {}] = provider.keys;
    const publicKey = await importJWK(published, "RS256", { extractable: true });
    if (publicKey instanceof Uint8Array) throw new Error("Expected a public key.");
    const pem = await exportSPKI(publicKey);
    for (const secret of [pem, pem.trim(), JSON.stringify(published), published.n ?? "", ""]) {
      for (const alg of ["HS256", "RS256"]) {
        const [, payload] = (await provider.sign()).split(".");
        const header = Buffer.from(JSON.stringify({ alg, kid: "first" })).toString("base64url");
        const signature = createHmac("sha256", secret).update(`${header}.${payload}`).digest("base64url");
        expect(await answerTo(app, `${header}.${payload}.${signature}`)).toBe(unauthenticated);
      }
    }
  });

  it("is refused without a signature", async () => {
    const [, payload] = (await provider.sign()).split(".");
    for (const alg of ["none", "NONE", "RS256", undefined]) {
      const header = Buffer.from(JSON.stringify({ alg, kid: "first" })).toString("base64url");
      for (const signature of ["", "x"]) {
        expect(await answerTo(app, `${header}.${payload}.${signature}`)).toBe(unauthenticated);
      }
    }
  });

  it("is refused when it was changed", async () => {
    const [header, , signature] = (await provider.sign()).split(".");
    const [, payload] = (await provider.sign({ scope: "USERS_MANAGE" })).split(".");
    expect(await answerTo(app, `${header}.${payload}.${signature}`)).toBe(unauthenticated);
  });

  it("is refused when it contains a key or the URL of a key", async () => {
    const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
    const jwk = await crypto.subtle.exportKey("jwk", publicKey);
    for (const header of [
      { jwk },
      { jku: "http://127.0.0.1:1/keys" },
      { jwk, kid: "own" },
      { x5u: "http://127.0.0.1:1" },
    ]) {
      expect(await answerTo(app, await provider.sign({}, header, privateKey))).toBe(unauthenticated);
    }
  });

  it("is refused if no identity provider is configured", async () => {
    expect(await answerTo(server, await provider.sign())).toBe(unauthenticated);
  });
});
