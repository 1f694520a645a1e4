import { createHmac } from "node:crypto";
import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT } from "jose";
import { createTokens, tokenIssuer } from "../../src/access/auth/tokens.js";

const secret = "the secret that signs the tokens of these tests";
const otherSecret = "another secret, which this server does not have";
const tokens = createTokens([secret]);
const ada = { id: "user_ada", passwordVersion: 3, sessionId: "ses_1" };

const { token: issued, expiresAt } = await tokens.issue(ada, 3_600);
const { kid = "" } = decodeProtectedHeader(issued);
const inAnHour = Math.floor(Date.now() / 1_000) + 3_600;
const goodHeader = { alg: "HS256", kid };
const goodClaims = {
  iss: tokenIssuer,
  aud: tokenIssuer,
  sub: ada.id,
  ver: ada.passwordVersion,
  sid: ada.sessionId,
  exp: inAnHour,
};

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Creates a token with these claims, by default with the secret of the server. */
function signed(header: object, claims: unknown, key = secret, digest = "sha256"): string {
  const content = `${encoded(header)}.${encoded(claims)}`;
  return `${content}.${createHmac(digest, key).update(content).digest("base64url")}`;
}

describe("a token", () => {
  it("contains subject, password version, session, issuer, expiry and the id of its secret, but not the secret", async () => {
    expect(decodeProtectedHeader(issued)).toEqual({
      alg: "HS256",
      typ: "JWT",
      kid: expect.stringMatching(/^[\w-]{12}$/),
    });
    const { iat = 0, ...claims } = decodeJwt(issued);
    const exp = expiresAt.getTime() / 1_000;
    expect(claims).toEqual({ iss: tokenIssuer, aud: tokenIssuer, sub: "user_ada", ver: 3, sid: "ses_1", exp });
    expect(exp - iat).toBe(3_600);
    expect(secret).not.toContain(kid);
  });

  it("is accepted any number of times until it expires", async () => {
    const issuedAt = new Date(expiresAt.getTime() - 3_600_000);
    expect(await tokens.verify(issued)).toEqual({ ...ada, issuedAt, expiresAt });
    expect(await tokens.verify(issued)).toEqual({ ...ada, issuedAt, expiresAt });
    expect(await tokens.verify(signed(goodHeader, goodClaims))).toMatchObject(ada);
  });

  it("is accepted without a session, as versions of the server without sessions have issued it", async () => {
    const { token } = await tokens.issue({ ...ada, sessionId: undefined }, 3_600);
    expect(decodeJwt(token)).not.toHaveProperty("sid");
    expect(await tokens.verify(token)).toMatchObject({ ...ada, sessionId: undefined });
  });
});

describe("a token is refused", () => {
  const without = (claim: keyof typeof goodClaims) => ({ ...goodClaims, [claim]: undefined });

  it.each([
    ["is over", signed(goodHeader, { ...goodClaims, exp: inAnHour - 7_200 })],
    ["ends now", signed(goodHeader, { ...goodClaims, exp: inAnHour - 3_600 })],
    ["is not valid yet", signed(goodHeader, { ...goodClaims, nbf: inAnHour })],
    ["is from another issuer", signed(goodHeader, { ...goodClaims, iss: "https://login.example.com" })],
    ["is for another audience", signed(goodHeader, { ...goodClaims, aud: "another-server" })],
    ["names no issuer", signed(goodHeader, without("iss"))],
    ["has no audience", signed(goodHeader, without("aud"))],
    ["has no end", signed(goodHeader, without("exp"))],
    ["names nobody", signed(goodHeader, without("sub"))],
    ["names no password", signed(goodHeader, without("ver"))],
    ["has an end that is a text", signed(goodHeader, { ...goodClaims, exp: String(inAnHour) })],
    ["has a number as session", signed(goodHeader, { ...goodClaims, sid: 5 })],
    ["has a session that no database can store", signed(goodHeader, { ...goodClaims, sid: "ses_\0" })],
    ["has a number as subject", signed(goodHeader, { ...goodClaims, sub: 5 })],
    ["names a password by a text", signed(goodHeader, { ...goodClaims, ver: "3" })],
    ["is signed with another secret", signed(goodHeader, goodClaims, otherSecret)],
    ["is signed with no secret at all", signed(goodHeader, goodClaims, "")],
    ["names a secret that is not there", signed({ ...goodHeader, kid: "another" }, goodClaims)],
    ["names no secret", signed({ alg: "HS256" }, goodClaims)],
    ["names a secret by an object", signed({ ...goodHeader, kid: { toString: kid } }, goodClaims)],
    ["is signed with HS512", signed({ ...goodHeader, alg: "HS512" }, goodClaims, secret, "sha512")],
    ["has the algorithm HS512 and an HS256 signature", signed({ ...goodHeader, alg: "HS512" }, goodClaims)],
    ["has the algorithm none and an HS256 signature", signed({ ...goodHeader, alg: "none" }, goodClaims)],
    ["has an unknown critical header", signed({ ...goodHeader, crit: ["exp"], exp: 1 }, goodClaims)],
    ["contains a list of claims", signed(goodHeader, [goodClaims])],
  ])("when it %s", async (_what, token) => {
    expect(await tokens.verify(token)).toBeNull();
  });

  it("when it is signed with another private key under the same key id", async () => {
    for (const alg of ["RS256", "ES256", "EdDSA"]) {
      const { privateKey } = await generateKeyPair(alg);
      const token = await new SignJWT(goodClaims).setProtectedHeader({ alg, kid }).sign(privateKey);
      expect(await tokens.verify(token)).toBeNull();
    }
  });

  it("without a signature: alg none in any letter case, and a valid token without its signature", async () => {
    for (const alg of ["none", "None", "NONE", ""]) {
      expect(await tokens.verify(`${encoded({ ...goodHeader, alg })}.${encoded(goodClaims)}.`)).toBeNull();
    }
    const [header, payload, signature = ""] = issued.split(".");
    expect(await tokens.verify(`${header}.${payload}.`)).toBeNull();
    expect(await tokens.verify(`${header}.${payload}.${signature.slice(0, -4)}`)).toBeNull();
  });

  it("when any part of it is changed", async () => {
    const [header, payload, signature] = issued.split(".");
    expect(
      await tokens.verify(`${header}.${encoded({ ...decodeJwt(issued), sub: "user_eve" })}.${signature}`),
    ).toBeNull();
    expect(await tokens.verify(`${header}.${encoded({ ...decodeJwt(issued), ver: 4 })}.${signature}`)).toBeNull();
    expect(await tokens.verify(`${encoded({ ...goodHeader, typ: "JOSE" })}.${payload}.${signature}`)).toBeNull();
  });

  it.each([
    ["nothing", ""],
    ["dots alone", ".."],
    ["an empty header", `.${encoded(goodClaims)}.x`],
    ["an empty payload", `${encoded(goodHeader)}..x`],
    ["two parts", `${encoded(goodHeader)}.${encoded(goodClaims)}`],
    ["four parts", `${issued}.x`],
    ["five parts", `${issued}.x.y`],
    ["a header that is no JSON", `${Buffer.from("{").toString("base64url")}.${encoded(goodClaims)}.x`],
    ["a header that is null", `${encoded(null)}.${encoded(goodClaims)}.x`],
    ["a header that is no UTF-8", `gYGB.${encoded(goodClaims)}.x`],
    ["a payload that is no JSON", `${encoded(goodHeader)}.gYGB.x`],
    ["characters that base64url lacks", "!!!.???.***"],
    ["the padding of base64", issued.replaceAll(".", "=.")],
    ["white space around it", ` ${issued} `],
    ["a megabyte", `${encoded({ ...goodHeader, kid: "x".repeat(1_000_000) })}.${encoded(goodClaims)}.x`],
    ["a header of many levels", `${Buffer.from("[".repeat(100_000)).toString("base64url")}.${encoded(goodClaims)}.x`],
  ])("when it is %s", async (_what, token) => {
    expect(await tokens.verify(token)).toBeNull();
  });
});

describe("a new secret in front of the old one", () => {
  const before = createTokens([otherSecret]);
  const during = createTokens([secret, otherSecret]);

  it("signs new tokens, and tokens of both secrets are accepted", async () => {
    const { token } = await during.issue(ada, 60);
    expect(await tokens.verify(token)).toMatchObject(ada);
    expect(await before.verify(token)).toBeNull();
    expect(await during.verify(token)).toMatchObject(ada);
    expect(await during.verify((await before.issue(ada, 60)).token)).toMatchObject(ada);
  });

  it("makes tokens of the old secret invalid when the old one is removed", async () => {
    expect(await tokens.verify((await before.issue(ada, 60)).token)).toBeNull();
  });

  it("does not accept a signature of the old secret under the id of the new one", async () => {
    expect(await during.verify(signed(goodHeader, goodClaims, otherSecret))).toBeNull();
  });
});
