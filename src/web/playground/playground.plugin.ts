import { posix } from "node:path";
import type { FastifyInstance } from "fastify";
import { readBundle } from "../bundle/bundle.js";
import { forBrowsers, routeByAccept } from "../bundle/route-by-accept.js";
import { serveAssets } from "../bundle/serve-assets.js";
import { type FindDemoAccounts, noDemoAccounts, offeredAccounts } from "../sign-in/demo-accounts.route.js";
import { renderPage, securityHeaders } from "./playground.page.js";

/** The options of the playground. */
export interface PlaygroundOptions {
  /** The path of the GraphQL endpoint and of the page. */
  readonly path: string;
  /** Finds the demo accounts. If undefined, the server has none. */
  readonly demoAccounts?: FindDemoAccounts | undefined;
  /** True if the admin app is at `/`. The playground then links to it. */
  readonly hasAdminApp?: boolean;
}

/** Serves the playground to browsers that navigate to the GraphQL endpoint. The route of the endpoint answers all other requests. */
export async function playground(app: FastifyInstance, options: PlaygroundOptions): Promise<void> {
  const { path, demoAccounts = noDemoAccounts, hasAdminApp = false } = options;
  const bundle = await readBundle("playground");

  routeByAccept(app);
  app.get(path, { constraints: forBrowsers }, async (request, reply) => {
    reply.headers({ ...securityHeaders, "cache-control": "no-cache", vary: "accept" });
    // The links of the page are relative to the address without a slash at the end.
    if (/^[^?]*\/(\?|$)/.test(request.url)) return reply.redirect(`../${posix.basename(path)}`, 308);
    const offered = await offeredAccounts(request, demoAccounts);
    const adminAppAddress = hasAdminApp ? posix.relative(posix.dirname(path), "/") || "./" : undefined;
    const page = renderPage(bundle, { endpoint: posix.basename(path), offered, adminAppAddress });
    return reply.type("text/html; charset=utf-8").send(page);
  });
  await serveAssets(app, bundle, `${path}/playground/`, securityHeaders);
}
