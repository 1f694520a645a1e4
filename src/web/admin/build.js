// `npm run build:admin`: generates the typed operations of the admin app, and bundles it.
import { spawnSync } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { buildBundle, pageOptions, root } from "../bundle/build-bundle.js";
import { directImports } from "./direct-imports.js";

const app = "src/web/admin";

await buildBundle({
  name: "admin",
  inputs: [
    "schema.graphql",
    `${app}/client`,
    `${app}/codegen.yml`,
    `${app}/admin-paths.ts`,
    `${app}/build.js`,
    `${app}/direct-imports.js`,
    "src/shop/customer-import/known-exports.ts",
    "src/shop/customer-import/known-exports.data.ts",
    "src/web/sign-in/client",
    "src/web/sign-in/sign-in-operations.ts",
  ],
  build: async (build) => {
    generateOperations();
    await build({
      ...pageOptions,
      entryPoints: { admin: `${app}/client/main.tsx` },
      plugins: [
        directImports(
          ["@mantine/core", "@mantine/dates", "@mantine/hooks", "lucide-react"],
          /[\\/](admin[\\/]client[\\/].*\.tsx?|@mantine[\\/](dates|charts|form|notifications)[\\/]esm[\\/].*\.mjs)$/,
        ),
      ],
      conditions: ["production", "module"],
      define: { "process.env.NODE_ENV": '"production"' },
    });
    return { operations: await operationTexts(`${app}/client`) };
  },
});

function generateOperations() {
  const options = /** @type {const} */ ({ cwd: root, stdio: ["ignore", "ignore", "inherit"], shell: true });
  const { status, error } = spawnSync("npm", ["run", "--silent", "codegen:admin"], options);
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/**
 * Returns the texts of the operations of a client, exactly as its Apollo Client sends them: with `__typename` in each selection, and
 * for each combination of fields that the client leaves out.
 * @param {string} client The folder with the generated operations, relative to the project.
 * @returns {Promise<string[]>}
 */
async function operationTexts(client) {
  const { InMemoryCache } = await import("@apollo/client");
  const { print } = await import("graphql");
  const esbuild = await import("esbuild");
  const files = await readdir(join(root, client), { recursive: true });
  const generated = files.filter((file) => file.endsWith(".generated.ts")).sort();
  const exports = generated.map((file, index) => `export * as file${index} from "./${file}";`);
  const contents = [...exports, 'export { allWithoutExcluded } from "./api/without-excluded.js";'].join("\n");
  const { outputFiles } = await esbuild.build({
    stdin: { contents, resolveDir: join(root, client) },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
  });
  const script = Buffer.from(outputFiles[0]?.contents ?? []).toString("base64");
  const { allWithoutExcluded, ...modules } = await import(`data:text/javascript;base64,${script}`);
  /** @type {import("graphql").DocumentNode[]} */
  const documents = Object.values(modules).flatMap((exported) => Object.values(exported));
  const operations = documents.filter(({ definitions }) =>
    definitions.some(({ kind }) => kind === "OperationDefinition"),
  );
  const cache = new InMemoryCache();
  const sent = operations.flatMap((document) => allWithoutExcluded(cache.transformDocument(document)));
  return sent.map(print).sort();
}
