import { posix } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { readBundle } from "./playground.bundle.js";
import { renderPage, securityHeaders } from "./playground.page.js";

/** The options of the playground. */
export interface PlaygroundOptions {
  /** The path of the GraphQL endpoint, which the page shares. */
  path: string;
}

/**
 * Answers browsers that navigate to the GraphQL endpoint with a page to write operations in.
 * Every other request goes on to the endpoint's own route, whichever of the two was registered first.
 */
export async function playground(app: FastifyInstance, { path }: PlaygroundOptions): Promise<void> {
  const bundle = await readBundle();
  const page = renderPage(bundle, `${posix.basename(path)}/playground`);

  routeByAccept(app);
  app.get(path, { constraints: { accepts: "html" } }, ({ url }, reply) => {
    reply.headers({ ...securityHeaders, "cache-control": "no-cache", vary: "accept" });
    // The page's links are relative to the address without a slash at its end.
    if (/^[^?]*\/(\?|$)/.test(url)) return reply.redirect(`../${posix.basename(path)}`, 308);
    return reply.type("text/html; charset=utf-8").send(page);
  });

  await app.register(fastifyStatic, {
    root: bundle.assets,
    prefix: `${path}/playground/`,
    index: false,
    decorateReply: false,
    preCompressed: true,
    immutable: true,
    maxAge: "1y",
    setHeaders: (reply) => reply.headers(securityHeaders),
  });
}

type ConstraintStrategy = Parameters<FastifyInstance["addConstraintStrategy"]>[0];
type ConstrainedRoute = NonNullable<ReturnType<ReturnType<ConstraintStrategy["storage"]>["get"]>>;

/** Lets two routes share a method and a path: the one constrained to `accepts: "html"` gets the navigations. */
function routeByAccept(app: FastifyInstance): void {
  app.addConstraintStrategy({
    name: "accepts",
    storage: () => {
      const routes = new Map<unknown, ConstrainedRoute>();
      return { get: (value) => routes.get(value) ?? null, set: (value, route) => void routes.set(value, route) };
    },
    deriveConstraint: ({ headers }) => (headers.accept?.includes("text/html") ? "html" : undefined),
  });
}
