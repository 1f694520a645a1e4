// Lets Node run the TypeScript sources as they are, for the processes that tests start. Jest has its own way.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { transformFile } from "@swc/core";

export async function resolve(specifier, context, nextResolve) {
  if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.endsWith(".ts")) {
    const source = new URL(specifier.replace(/\.js$/, ".ts"), context.parentURL);
    if (existsSync(source)) return nextResolve(source.href, context);
  }
  return nextResolve(specifier, context);
}

export async function load(url, context, nextLoad) {
  if (!url.endsWith(".ts")) return nextLoad(url, context);
  const { code } = await transformFile(fileURLToPath(url), { sourceMaps: "inline" });
  return { format: "module", source: code, shortCircuit: true };
}
