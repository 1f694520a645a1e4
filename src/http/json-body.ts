import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";
import type { Limits } from "../execution/limits/limits.js";
import { queryTooComplex } from "../graphql/errors/request-errors.js";
import { withInexactNumbers } from "../graphql/json/exact-json.js";
import { badRequest } from "./responses/http-errors.js";

/** What lies deeper takes the parser tens of bytes for each level, and nobody has a use for it. */
const maxLevels = 100_000;

/**
 * Reads bodies, and tells the numbers in them that JavaScript cannot hold. Keeps JSON from the parser that is nothing but
 * nesting, or holds more values than anything takes; and what is no UTF-8, the one encoding of JSON (RFC 8259, 8.1): it would
 * be stored damaged.
 */
export function readJsonBodies(app: FastifyInstance, { values }: Limits): void {
  // Bodies are never merged into other objects, and metadata may hold any key.
  const parse = app.getDefaultJsonParser("ignore", "ignore");
  const read: typeof parse = (request, body, done) =>
    parse(request, body, (error, value) => done(error, error ? undefined : withInexactNumbers(String(body), value)));
  app.addContentTypeParser<Buffer>("application/json", { parseAs: "buffer" }, (request, bytes, done) => {
    if (!isUtf8(bytes)) return done(badRequest("Expected JSON in UTF-8."));
    const body = bytes.toString();
    // A value and what sets it apart from the next one are two letters at least.
    if (body.length < 2 * values) return read(request, body, done);
    const { levels, separators } = shapeOfJson(body);
    if (levels > maxLevels) return done(badRequest("Expected less deeply nested JSON."));
    if (separators > values) return done(queryTooComplex({ limit: "values", max: values, actual: separators }));
    read(request, body, done);
  });
}

/** How deep the brackets of a JSON text nest, and how many of its values have another one after them. */
export function shapeOfJson(json: string): { readonly levels: number; readonly separators: number } {
  let [level, levels, separators, isInText] = [0, 0, 0, false];
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index];
    if (isInText) {
      if (character === "\\") index += 1;
      else if (character === '"') isInText = false;
    } else if (character === '"') isInText = true;
    else if (character === ",") separators += 1;
    else if (character === "[" || character === "{") levels = Math.max(levels, ++level);
    else if (character === "]" || character === "}") level -= 1;
  }
  return { levels, separators };
}
