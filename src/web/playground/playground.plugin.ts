import { posix } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { readBundle } from "./playground.bundle.js";
import { renderPage, securityHeaders } from "./playground.page.js";

/** The options of the playground. */
export interface PlaygroundOptions {
  /** The path of the GraphQL endpoint and of the page. */
  path: string;
}

/**
 * Serves the playground to browsers that navigate to the GraphQL endpoint. The route of the endpoint answers all other requests.
 * The order in which both routes are registered does not matter.
 */
export async function playground(app: FastifyInstance, { path }: PlaygroundOptions): Promise<void> {
  const bundle = await readBundle();
  const page = renderPage(bundle, `${posix.basename(path)}/playground`);

  routeByAccept(app);
  app.get(path, { constraints: { accepts: "html" } }, ({ url }, reply) => {
    reply.headers({ ...securityHeaders, "cache-control": "no-cache", vary: "accept" });
    // The links of the page are relative to the address without a slash at the end.
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

/** Lets two routes have the same method and path. The one with `accepts: "html"` gets requests that accept HTML. */
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
