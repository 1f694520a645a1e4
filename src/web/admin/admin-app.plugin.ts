import { randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { answerNotFound } from "../../http/responses/http-errors.js";
import { readBundle } from "../bundle/bundle.js";
import { forBrowsers, routeByAccept } from "../bundle/route-by-accept.js";
import { serveAssets } from "../bundle/serve-assets.js";
import { type FindDemoAccounts, noDemoAccounts, offeredAccounts } from "../sign-in/demo-accounts.route.js";
import { renderPage, securityHeaders } from "./admin-app.page.js";
import { adminPaths } from "./admin-paths.js";

/** The options of the admin app. */
export interface AdminAppOptions {
  /** The path of the GraphQL endpoint. */
  readonly graphqlPath: string;
  /** Finds the demo accounts. If undefined, the server has none. */
  readonly demoAccounts?: FindDemoAccounts | undefined;
  /** True if the endpoint answers browsers with the playground. The app then links to it. */
  readonly hasPlayground: boolean;
}

/**
 * Serves the admin app to browsers that navigate to `/` or to one of its pages. The app itself shows the page of the path. Browsers that
 * navigate to a path that nothing has get the app, too, which says so. Other requests are answered as on a server without the app.
 */
export async function adminApp(app: FastifyInstance, options: AdminAppOptions): Promise<void> {
  const { graphqlPath, demoAccounts = noDemoAccounts, hasPlayground } = options;
  const bundle = await readBundle("admin");

  async function sendPage(request: FastifyRequest, reply: FastifyReply) {
    const offered = await offeredAccounts(request, demoAccounts);
    const styleNonce = randomBytes(16).toString("base64");
    reply.headers({ ...securityHeaders(styleNonce), "cache-control": "no-cache", vary: "accept" });
    const contents = { toRoot: pathToRoot(request.url), graphqlPath, styleNonce, offered, hasPlayground };
    return reply.type("text/html; charset=utf-8").send(renderPage(bundle, contents));
  }

  routeByAccept(app);
  for (const url of ["/", ...adminPaths.flatMap((path) => [`/${path}`, `/${path}/*`])]) {
    app.get(url, { constraints: forBrowsers }, sendPage);
  }
  // The pages of links in mails are below it, so people may take it for the address of the app.
  app.get("/admin", { constraints: forBrowsers }, (request, reply) => reply.redirect(pathToRoot(request.url)));
  app.get("*", { constraints: forBrowsers }, (request, reply) => {
    if (isForPrograms(request.url, graphqlPath)) return answerNotFound(request, reply);
    return sendPage(request, reply.code(404));
  });
  await serveAssets(app, bundle, "/assets/", securityHeaders());
}

/** Returns true for paths below the endpoint, and for those that browsers do not take for paths: `//host/path` in a link is another host. */
function isForPrograms(url: string, graphqlPath: string): boolean {
  return url.startsWith(`${graphqlPath}/`) || url.startsWith("//");
}

/** Returns the relative path from a page to the root of the app: `./` from `/customers`, `../` from `/customers/1`. */
function pathToRoot(url: string): string {
  const [path = ""] = url.split("?");
  const depth = path.split("/").length - 2;
  return depth === 0 ? "./" : "../".repeat(depth);
}
