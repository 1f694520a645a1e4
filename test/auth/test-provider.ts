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
  /** The keys that it publishes, to be changed by tests. */
  readonly keys: JWK[];
  /** How often it was asked for them. */
  readonly asked: () => number;
  /** Answers this from now on; its keys again, when nothing is given. */
  answerWith(listener?: RequestListener): void;
  /** Makes a key pair and publishes the public key. */
  addKey(kid: string, alg?: string): Promise<CryptoKey>;
  /** A token for Ada that is good in every way, unless the claims or the header say otherwise; `undefined` leaves a claim out. */
  sign(claims?: Claims, header?: object, key?: CryptoKey | Uint8Array): Promise<string>;
}

export type Claims = Record<string, unknown>;

/** Who is asked about once a token is signed. */
const ada = { sub: "idp|ada", email: "ada@example.com", given_name: "Ada", family_name: "Lovelace" };
/** What her tokens allow, unless they say otherwise. */
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

/** A server that knows no key of the provider yet. */
export async function serverFor(
  server: TestServer,
  { jwksUrl }: TestProvider,
  settings: Partial<IdentityProviderSettings> = {},
): Promise<OtherServer> {
  const identityProvider = createIdentityProvider({ issuer, jwksUrl, audience, scopesClaim: "scope", ...settings });
  return server.another({ identityProvider });
}

/** What a server answers to a token: the caller's scopes, or the code and the status of its refusal. */
export async function answerTo(server: Pick<OtherServer, "as">, token: string): Promise<string[] | string> {
  const { status, data, errors } = await server.as(token).ask("{ viewer { scopes } }");
  const scopes: string[] | undefined = data?.viewer && Object(data.viewer).scopes;
  return scopes ?? `${errors?.[0]?.extensions?.code} ${status}`;
}

export const unauthenticated = "UNAUTHENTICATED 401";
