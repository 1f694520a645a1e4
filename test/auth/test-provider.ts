import { randomUUID } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";
import { createIdentityProvider, type IdentityProviderSettings } from "../../src/access/auth/identity-provider.js";
import type { OtherServer, TestServer } from "../support/server.js";

export const issuer = "https://login.example.com/";
export const audience = "admin";

/** An identity provider on this machine, which publishes its keys as OpenID Connect providers do. */
export interface TestProvider {
  readonly jwksUrl: string;
  /** The published keys. Tests can change them. */
  readonly keys: JWK[];
  /** The number of requests for the keys. */
  readonly asked: () => number;
  /** Sets the response to further requests. Without an argument it is the keys again. */
  answerWith(listener?: RequestListener): void;
  /** Creates a key pair and publishes the public key. */
  addKey(kid: string, alg?: string): Promise<CryptoKey>;
  /** Creates a valid token for Ada. The arguments replace claims and header fields; `undefined` removes a claim. */
  sign(claims?: Claims, header?: object, key?: CryptoKey | Uint8Array): Promise<string>;
}

export type Claims = Record<string, unknown>;

/** The claims about Ada. */
const ada = { sub: "idp|ada", email: "ada@example.com", given_name: "Ada", family_name: "Lovelace" };
/** The default scopes of the tokens. */
export const adasScopes = ["ORDERS_READ"];

export const inAnHour = () => Math.floor(Date.now() / 1_000) + 3_600;

/** Gives a test file its provider, with the key `first` for RS256. */
export function useTestProvider(): TestProvider {
  const keys: JWK[] = [];
  let asked = 0;
  let listener: RequestListener;
  let firstKey: CryptoKey;
  const publish: RequestListener = (_request, response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify({ keys }));
  };
  const http = createServer((request, response) => {
    asked += 1;
    listener(request, response);
  });

  async function addKey(kid: string, alg = "RS256"): Promise<CryptoKey> {
    const { publicKey, privateKey } = await generateKeyPair(alg);
    keys.push({ ...(await exportJWK(publicKey)), kid, alg, use: "sig" });
    return privateKey;
  }

  beforeAll(async () => {
    firstKey = await addKey("first");
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  });
  beforeEach(() => {
    keys.splice(1);
    asked = 0;
    listener = publish;
  });
  afterAll(async () => {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });

  return {
    get jwksUrl() {
      return `http://127.0.0.1:${(http.address() as AddressInfo).port}/keys`;
    },
    keys,
    asked: () => asked,
    answerWith: (other = publish) => {
      listener = other;
    },
    addKey,
    sign: async (claims = {}, header = {}, key = firstKey) => {
      const payload = {
        iss: issuer,
        aud: audience,
        exp: inAnHour(),
        jti: randomUUID(),
        ...ada,
        scope: adasScopes,
        ...claims,
      } as JWTPayload;
      return new SignJWT(payload)
        .setProtectedHeader({ alg: "RS256", kid: "first", typ: "at+jwt", ...header })
        .sign(key);
    },
  };
}

/** Creates a server that has not fetched the keys yet. */
export async function serverFor(
  server: TestServer,
  { jwksUrl }: TestProvider,
  settings: Partial<IdentityProviderSettings> = {},
): Promise<OtherServer> {
  const identityProvider = createIdentityProvider({ issuer, jwksUrl, audience, scopesClaim: "scope", ...settings });
  return server.another({ identityProvider });
}

/** The response to a token: the caller's scopes, or the code and status of the refusal. */
export async function answerTo(server: Pick<OtherServer, "as">, token: string): Promise<string[] | string> {
  const { status, data, errors } = await server.as(token).ask("{ viewer { scopes } }");
  const scopes: string[] | undefined = data?.viewer && Object(data.viewer).scopes;
  return scopes ?? `${errors?.[0]?.extensions?.code} ${status}`;
}

export const unauthenticated = "UNAUTHENTICATED 401";
