// The directions of imports: `npm run imports:check`. docs/architecture.md describes the layers.

/** From the lowest layer to the highest. A layer imports from itself and from the layers before it. */
const layers = [
  "project",
  "database",
  "monitoring",
  "graphql",
  "file-formats",
  "mail",
  "files",
  "jobs",
  "access",
  "shop",
  "execution",
  "http",
  "web",
  "settings",
  "demo-data",
  "medusa-import",
  "startup",
  "cli",
];

/** One rule for each layer: no import of a higher one. */
const directions = layers.slice(0, -1).map((layer, index) => ({
  name: `${layer}-imports-no-higher-layer`,
  severity: "error",
  from: { path: `^src/${layer}/` },
  to: { path: `^src/(${layers.slice(index + 1).join("|")})/` },
}));

module.exports = {
  forbidden: [
    ...directions,
    {
      name: "only-commands-import-the-assembled-server",
      comment: "main.ts, server.ts and schema.ts put the parts together. The parts do not know them.",
      severity: "error",
      from: { path: "^src/[^/]+/", pathNot: "^src/(cli|startup)/" },
      to: { path: "^src/(main|server|job-handlers|old-rows|schema|env)\\.ts$" },
    },
    { name: "no-file-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-folder-cycles",
      severity: "error",
      scope: "folder",
      from: { path: "^src/" },
      to: { circular: true, path: "^src/" },
    },
    {
      name: "no-unresolved-imports",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/web/[^/]+/client/" },
      to: { couldNotResolve: true },
    },
    {
      name: "sources-import-no-tests",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^test/" },
    },
    {
      name: "sources-import-no-development-packages",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(web/[^/]+/(client/|build(-bundle)?\\.js)|cli/bundle\\.js)" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^src/database/generated/" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
