// esbuild puts all of a package's index into one chunk if several pages import it. With this plugin, they import the files behind the
// index instead, so a page loads only the components that it shows.
import { readFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";

/** @typedef {{ readonly file: string, readonly name: string }} Target The name that a file exports. */

/**
 * @param {readonly string[]} packages The packages whose index is skipped.
 * @param {RegExp} importers The files whose imports are changed.
 * @returns {import("esbuild").Plugin}
 */
export function directImports(packages, importers) {
  return {
    name: "direct-imports",
    setup(build) {
      /** @type {Promise<Map<string, Map<string, Target>>> | undefined} */
      let indexes;
      const readIndexes = async () => {
        const entries = packages.map(async (name) => {
          const { path } = await build.resolve(name, {
            kind: "import-statement",
            resolveDir: build.initialOptions.absWorkingDir,
          });
          return /** @type {const} */ ([name, await readIndex(path)]);
        });
        return new Map(await Promise.all(entries));
      };
      build.onLoad({ filter: importers }, async ({ path }) => {
        indexes ??= readIndexes();
        const found = await indexes;
        const source = await readFile(path, "utf8");
        const contents = source.replace(/^import \{([^}]+)\} from ["']([^"']+)["'];?$/gm, (statement, names, from) => {
          const index = found.get(from);
          return index
            ? names
                .split(",")
                .map((/** @type {string} */ name) => directImport(name, index, from))
                .join(" ")
            : statement;
        });
        return { contents, loader: loaders[extname(path)] ?? "js" };
      });
    },
  };
}

/** @type {Readonly<Record<string, import("esbuild").Loader>>} */
const loaders = { ".tsx": "tsx", ".ts": "ts" };

/**
 * @param {string} specifier such as `Button`, `Link as RouterLink` or `type ButtonProps`
 * @param {ReadonlyMap<string, Target>} index
 * @param {string} from
 */
function directImport(specifier, index, from) {
  const [imported = "", local = imported] = specifier.trim().split(/\s+as\s+/);
  if (imported === "" || imported.startsWith("type ")) return "";
  const target = index.get(imported);
  // A name that is defined elsewhere stays an import of the index.
  if (!target) return `import { ${imported} as ${local} } from ${JSON.stringify(from)};`;
  return `import { ${target.name} as ${local} } from ${JSON.stringify(target.file)};`;
}

/**
 * Reads the names that an index exports from files of its package.
 * @param {string} path
 */
async function readIndex(path) {
  const source = await readFile(path, "utf8");
  /** @type {Map<string, Target>} The names that the index imports. */
  const imported = new Map();
  /** @type {Map<string, Target>} */
  const exported = new Map();
  for (const [, kind, names = "", from] of source.matchAll(
    /^(import|export) \{([^}]+)\}(?: from ["'](\.[^"']+)["'])?;?$/gm,
  )) {
    for (const specifier of names.split(",")) {
      const [name = "", alias = name] = specifier.trim().split(/\s+as\s+/);
      const target = from === undefined ? imported.get(name) : { file: join(dirname(path), from), name };
      if (target) (kind === "import" ? imported : exported).set(alias, target);
    }
  }
  return exported;
}
