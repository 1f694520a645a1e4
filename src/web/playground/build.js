// `npm run build:playground`: bundles the playground, with the workers of Monaco.
import { buildBundle, outputsByName, pageOptions } from "../bundle/build-bundle.js";

const client = "src/web/playground/client";

const workerEntryPoints = {
  "editor.worker": "monaco-editor/esm/vs/editor/editor.worker.js",
  "json.worker": "monaco-editor/esm/vs/language/json/json.worker.js",
  "graphql.worker": "monaco-graphql/esm/graphql.worker.js",
};

/** The style sheet of GraphiQL contains those of Monaco. Importing them again would create a second, unused file. */
const withoutMonacoStyles = {
  name: "without-monaco-styles",
  /** @param {import("esbuild").PluginBuild} build */
  setup(build) {
    build.onLoad({ filter: /[\\/]monaco-editor[\\/].*\.css$/ }, () => ({ contents: "", loader: "empty" }));
  },
};

await buildBundle({
  name: "playground",
  inputs: [client, "src/web/sign-in/client", "src/web/sign-in/sign-in-operations.ts", "src/web/playground/build.js"],
  build: async (build) => {
    const workers = await build({ entryPoints: workerEntryPoints, format: "iife" });
    await build({
      ...pageOptions,
      entryPoints: { playground: `${client}/main.tsx` },
      // GraphiQL's button Prettify imports Prettier's parsers by their former names, which hold the parsers in `default` only.
      alias: {
        "prettier/parser-graphql": "prettier/plugins/graphql",
        "prettier/parser-babel": "prettier/plugins/babel",
      },
      define: {
        "process.env.NODE_ENV": '"production"',
        workerFiles: JSON.stringify(outputsByName(workers.outputs)),
      },
      plugins: [withoutMonacoStyles],
    });
  },
});
