import type { FastifyInstance } from "fastify";

export interface SchemaTextOptions {
  readonly path: string;
  readonly printSchema: () => string;
}

/** Serves the schema as text (SDL), for tools that cannot use introspection. It is printed at the first request. */
export async function schemaText(app: FastifyInstance, { path, printSchema }: SchemaTextOptions): Promise<void> {
  let text: string | undefined;
  app.get(path, (_request, reply) => {
    text ??= printSchema();
    return reply.type("text/plain; charset=utf-8").send(text);
  });
}
