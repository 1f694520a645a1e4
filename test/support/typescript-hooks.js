// Lets Node run the TypeScript sources as they are, in the workers of tests and in measuring programs.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { transformFile } from "@swc/core";

export async function resolve(specifier, context, nextResolve) {
  if (/^\.{1,2}\/.*\.js$/.test(specifier) && isTypeScript(context.parentURL)) {
    const source = new URL(specifier.replace(/\.js$/, ".ts"), context.parentURL);
    if (existsSync(source)) return nextResolve(source.href, context);
  }
  return nextResolve(specifier, context);
}

export async function load(url, context, nextLoad) {
  if (!isTypeScript(url)) return nextLoad(url, context);
  const { code } = await transformFile(fileURLToPath(url), { sourceMaps: "inline" });
  return { format: "module", source: code, shortCircuit: true };
}

/** The test runner adds a query to the URL of a test file. */
function isTypeScript(url) {
  return url !== undefined && /\.ts(\?|$)/.test(url);
}
