import { setTimeout } from "node:timers/promises";
import { decodeJwt, decodeProtectedHeader, SignJWT } from "jose";
import { callerCacheTtl, waitForCallerCaches } from "../../src/access/auth/caller-cache.js";
import { createTokens, tokenIssuer } from "../../src/access/auth/tokens.js";
import { logInCustomer, logInUser } from "../login/login.operations.js";
import { givenCustomerSession, givenUserSession } from "../login/login.steps.js";
import { jwtSecret, type TestServer } from "../support/server.js";
import { password } from "../user/user.steps.js";

/** An account with sessions. */
export interface GivenAccount {
  readonly id: string;
  /** The token of its first session. */
  readonly token: string;
  /** Logs in again and returns the token of the new session. */
  readonly logIn: () => Promise<string>;
}

export type GiveAccount = (server: TestServer, email?: string) => Promise<GivenAccount>;

export const givenUserAccount: GiveAccount = async (server, email = "grace@example.com") => {
  const { user, token } = await givenUserSession(server, { email });
  const logIn = async () => (await server.as(null).run(logInUser, { email, password })).login.token ?? "";
  return { id: user.id, token, logIn };
};

export const givenCustomerAccount: GiveAccount = async (server, email = "ada@example.com") => {
  const { customer, token } = await givenCustomerSession(server, { email });
  const logIn = async () => (await server.as(null).run(logInCustomer, { email, password })).customerLogin.token ?? "";
  return { id: customer.id, token, logIn };
};

/** Both types of account, for `describe.each`. */
export const accounts: [type: string, given: GiveAccount][] = [
  ["a member of staff", givenUserAccount],
  ["a customer", givenCustomerAccount],
];

/** All rows of sessions, the newest last. */
export async function sessionRows({ testDatabase }: Pick<TestServer, "testDatabase">) {
  return testDatabase.database.prisma.session.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
}

/** The id of the session in a token. */
export function sessionIdIn(token: string): string {
  return String(decodeJwt(token).sid);
}

/** Signs a token of the server for an account, by default without a session, as earlier versions of the server did. */
export async function signToken(id: string, sessionId?: string, passwordVersion = 1): Promise<string> {
  return (await createTokens([jwtSecret]).issue({ id, passwordVersion, sessionId }, 3_600)).token;
}

/** A token like this one, issued earlier. */
export async function olderToken(token: string, seconds: number): Promise<string> {
  const { sub = "", ver, sid, iat = 0, exp = 0 } = decodeJwt(token);
  return new SignJWT({ ver, sid })
    .setProtectedHeader({ alg: "HS256", kid: decodeProtectedHeader(token).kid ?? "", typ: "JWT" })
    .setSubject(sub)
    .setIssuer(tokenIssuer)
    .setAudience(tokenIssuer)
    .setIssuedAt(iat - seconds)
    .setExpirationTime(exp - seconds)
    .sign(new TextEncoder().encode(jwtSecret));
}

/** The id of the caller that a server finds for a token, or the code of its error. */
export async function callerOf(server: Pick<TestServer, "as">, token: string): Promise<string> {
  const { data, errors } = await server.as(token).ask("{ viewer { user { id } customer { id } } }");
  const viewer: { user?: { id: string }; customer?: { id: string } } = data?.viewer ?? {};
  return (viewer.user ?? viewer.customer)?.id ?? String(errors?.[0]?.extensions?.code);
}

/**
 * Runs `work` while requests with each token arrive at each server, so that the caches of the servers have the callers. The caches
 * keep them longer than usual: without a wait for the caches, the tokens are still accepted after `work`.
 */
export async function whileInUse<T>(
  servers: readonly Pick<TestServer, "as">[],
  tokens: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  // The callers from before are dropped first.
  await waitForCallerCaches();
  const usualMs = callerCacheTtl.ms;
  callerCacheTtl.ms = 1_000;
  let isOver = false;
  const use = async (server: Pick<TestServer, "as">, token: string) => {
    while (!isOver) {
      await callerOf(server, token);
      await setTimeout(10);
    }
  };
  const pairs = servers.flatMap((server) => tokens.map((token) => [server, token] as const));
  await Promise.all(pairs.map(([server, token]) => callerOf(server, token)));
  // These requests can end after `work`, because the caches must not have the callers any more.
  for (const [server, token] of pairs) void use(server, token);
  try {
    return await work();
  } finally {
    isOver = true;
    callerCacheTtl.ms = usualMs;
  }
}
