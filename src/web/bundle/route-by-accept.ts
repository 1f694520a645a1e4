import type { FastifyInstance } from "fastify";

type ConstraintStrategy = Parameters<FastifyInstance["addConstraintStrategy"]>[0];
type ConstrainedRoute = NonNullable<ReturnType<ReturnType<ConstraintStrategy["storage"]>["get"]>>;

/** The constraint of a route for browsers that navigate. */
export const forBrowsers = { accepts: "html" };

/**
 * Lets two routes have the same method and path. The one with the constraint {@link forBrowsers} gets requests that accept HTML. The
 * order in which both routes are registered does not matter.
 */
export function routeByAccept(app: FastifyInstance): void {
  if (app.hasConstraintStrategy("accepts")) return;
  app.addConstraintStrategy({
    name: "accepts",
    storage: () => {
      const routes = new Map<unknown, ConstrainedRoute>();
      return { get: (value) => routes.get(value) ?? null, set: (value, route) => void routes.set(value, route) };
    },
    deriveConstraint: ({ headers }) => (headers.accept?.includes("text/html") ? "html" : undefined),
  });
}
