import type { FastifyInstance, FastifyRequest } from "fastify";
import { isFromLocalPage, isLocalRequest } from "./local-request.js";

/** The email and the password of a demo account. */
export interface DemoCredentials {
  readonly email: string;
  readonly password: string;
}

const kinds = ["staff", "customer"] as const;
export type DemoAccountKind = (typeof kinds)[number];

/** Returns the demo accounts with which a browser on the machine of the server can log in. */
export type FindDemoAccounts = () => Promise<Partial<Record<DemoAccountKind, DemoCredentials>>>;

/** The server has no demo accounts. */
export const noDemoAccounts: FindDemoAccounts = async () => ({});

/** Returns the demo accounts that the page offers. Pages for other machines offer none. */
export async function offeredAccounts(request: FastifyRequest, find: FindDemoAccounts): Promise<DemoAccountKind[]> {
  if (!isLocalRequest(request)) return [];
  const accounts = await find();
  return kinds.filter((kind) => accounts[kind] !== undefined);
}

/** The options of the route. */
export interface DemoAccountsOptions {
  /** The path of the GraphQL endpoint. */
  readonly graphqlPath: string;
  readonly demoAccounts: FindDemoAccounts;
}

/**
 * Serves the email and password of a demo account to the page, when the user asks for it. All other requests get 404, as for an
 * account that does not exist.
 */
export async function demoAccountsRoute(app: FastifyInstance, options: DemoAccountsOptions): Promise<void> {
  const { graphqlPath, demoAccounts: find } = options;
  app.post<{ Params: { kind: string } }>(`${graphqlPath}/demo-accounts/:kind`, async (request, reply) => {
    const kind = kinds.find((name) => name === request.params.kind);
    const account = kind && isFromLocalPage(request) ? (await find())[kind] : undefined;
    if (account === undefined) return reply.callNotFound();
    const { email, password } = account;
    return reply.header("cache-control", "no-store").send({ email, password });
  });
}
