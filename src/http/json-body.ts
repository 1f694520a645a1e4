import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";
import type { Limits } from "../execution/limits/limits.js";
import { queryTooComplex } from "../graphql/errors/request-errors.js";
import { withInexactNumbers } from "../graphql/json/exact-json.js";
import { badRequest } from "./responses/http-errors.js";

/** The maximum depth of JSON. The parser takes tens of bytes of memory for each level. */
const maxNesting = 100_000;

/**
 * Parses JSON bodies. Numbers that JavaScript cannot represent exactly become an `InexactNumber`. Refuses JSON that is nested
 * too deeply or has too many values before it is parsed, because parsing takes memory and time. Refuses bodies that are not UTF-8,
 * the only encoding of JSON (RFC 8259, 8.1), because invalid characters would be lost.
 */
export function readJsonBodies(app: FastifyInstance, { values }: Limits): void {
  // Keys such as `__proto__` are allowed: bodies are never merged into other objects, and metadata can have any key.
  const parse = app.getDefaultJsonParser("ignore", "ignore");
  const read: typeof parse = (request, body, done) =>
    parse(request, body, (error, value) => done(error, error ? undefined : withInexactNumbers(String(body), value)));
  app.addContentTypeParser<Buffer>("application/json", { parseAs: "buffer" }, (request, bytes, done) => {
    if (!isUtf8(bytes)) return done(badRequest("The body must be JSON in UTF-8."));
    const body = bytes.toString();
    // A value and its separator have at least two characters.
    if (body.length < 2 * values) return read(request, body, done);
    const { nesting, separators } = measureJson(body);
    if (nesting > maxNesting)
      return done(badRequest(`The body must be JSON with at most ${maxNesting} nested levels.`));
    if (separators > values) return done(queryTooComplex({ limit: "values", max: values, actual: separators }));
    read(request, body, done);
  });
}

/** Counts the levels of brackets in a JSON text and the commas between its values. */
export function measureJson(json: string): { readonly nesting: number; readonly separators: number } {
  let [level, nesting, separators, isInText] = [0, 0, 0, false];
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index];
    if (isInText) {
      if (character === "\\") index += 1;
      else if (character === '"') isInText = false;
    } else if (character === '"') isInText = true;
    else if (character === ",") separators += 1;
    else if (character === "[" || character === "{") nesting = Math.max(nesting, ++level);
    else if (character === "]" || character === "}") level -= 1;
  }
  return { nesting, separators };
}
