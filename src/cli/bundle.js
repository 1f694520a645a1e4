// `npm run bundle`: writes the programs to dist: the server (`main.js`) and the commands (`cli/`), with the packages that they use. Node.js
// reads a few large files much faster than the 1,700 small ones of the packages.
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../", import.meta.url));
const chunks = "server";

await rm(join(root, "dist", chunks), { recursive: true, force: true });
const commands = (await readdir(join(root, "src/cli"))).filter((file) => file.endsWith(".ts"));
await build({
  absWorkingDir: root,
  entryPoints: ["src/main.ts", ...commands.map((file) => `src/cli/${file}`)],
  outdir: "dist",
  outbase: "src",
  chunkNames: `${chunks}/[name]-[hash]`,
  bundle: true,
  splitting: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  // Stack traces show the lines of the sources. The maps do not contain the sources, because they are read at each start.
  sourcemap: true,
  sourcesContent: false,
  // CommonJS packages call `require` for modules of Node.js. Decorators need reflect-metadata, and the order of imports is lost between
  // chunks.
  banner: {
    js: [
      'import "reflect-metadata";',
      'import { createRequire as requireOf } from "node:module";',
      "const require = requireOf(import.meta.url);",
    ].join(""),
  },
  // The first two read files of their own folders. `pino-pretty` is CommonJS with exports that `import()` of a bundle lacks. `pg` works
  // without `pg-native`, which is not installed.
  external: ["@electric-sql/pglite", "@node-rs/argon2", "pino-pretty", "pg-native", "reflect-metadata"],
  // Only the rules in use are loaded, which needs the ES modules of class-validator. TypeGraphQL imports all of it, in case that it should
  // validate (`validate: false` in src/schema.ts).
  alias: { "class-validator": "class-validator/esm2015/index.js" },
  plugins: [
    {
      name: "unused class-validator",
      setup: ({ onResolve }) =>
        onResolve({ filter: /^class-validator$/ }, ({ kind }) =>
          kind === "dynamic-import" ? { external: true } : undefined,
        ),
    },
  ],
  logLevel: "warning",
});
