// Bundles the page in client/ with everything it loads, so that a browser loads nothing from another host.
// The manifest contains a hash of all inputs. If it has not changed, nothing is built.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const client = join(root, "src/web/playground/client");
const output = join(root, "dist/playground");
const assets = join(output, "assets");
const manifestFile = join(output, "manifest.json");

const workerEntryPoints = {
  "editor.worker": "monaco-editor/esm/vs/editor/editor.worker.js",
  "json.worker": "monaco-editor/esm/vs/language/json/json.worker.js",
  "graphql.worker": "monaco-graphql/esm/graphql.worker.js",
};

/** @type {import("esbuild").BuildOptions} */
const sharedOptions = {
  absWorkingDir: root,
  outdir: assets,
  bundle: true,
  minify: true,
  metafile: true,
  platform: "browser",
  target: ["chrome115", "firefox115", "safari16.4"],
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  legalComments: "eof",
  logLevel: "warning",
};

/** The style sheet of GraphiQL contains those of Monaco. Importing them again would create a second, unused file. */
const withoutMonacoStyles = {
  name: "without-monaco-styles",
  /** @param {import("esbuild").PluginBuild} build */
  setup(build) {
    build.onLoad({ filter: /[\\/]monaco-editor[\\/].*\.css$/ }, () => ({ contents: "", loader: "empty" }));
  },
};

const started = Date.now();
const fingerprint = await fingerprintOfInputs();
if (await isUpToDate()) {
  report("is up to date");
} else {
  const files = await bundle();
  await removeOldAssets(files);
  report(`built in ${Date.now() - started} ms`);
}

/** Returns a hash of the contents. Times of files would change with each checkout or copy. */
async function fingerprintOfInputs() {
  const sources = (await readdir(client)).sort().map((name) => join(client, name));
  const hash = createHash("sha256");
  for (const file of [...sources, fileURLToPath(import.meta.url), join(root, "package-lock.json")]) {
    hash.update(await readFile(file));
  }
  return hash.digest("hex");
}

async function isUpToDate() {
  const manifest = await readFile(manifestFile, "utf8").then(JSON.parse, () => undefined);
  if (manifest?.fingerprint !== fingerprint) return false;
  const present = new Set(await readdir(assets).catch(() => []));
  return manifest.files.every((/** @type {string} */ file) => present.has(file));
}

async function bundle() {
  const { build } = await import("esbuild");
  const workers = await build({ ...sharedOptions, entryPoints: workerEntryPoints, format: "iife" });
  const page = await build({
    ...sharedOptions,
    entryPoints: { playground: join(client, "main.tsx") },
    format: "esm",
    splitting: true,
    jsx: "automatic",
    // GraphiQL's button Prettify imports Prettier's parsers by their former names, which hold the parsers in `default` only.
    alias: {
      "prettier/parser-graphql": "prettier/plugins/graphql",
      "prettier/parser-babel": "prettier/plugins/babel",
    },
    define: {
      "process.env.NODE_ENV": '"production"',
      workerFiles: JSON.stringify(outputsByName(workers.metafile)),
    },
    plugins: [withoutMonacoStyles],
  });
  const built = [workers, page].flatMap(({ metafile }) => Object.keys(metafile.outputs).map((path) => basename(path)));
  const files = [...built, ...(await Promise.all(built.map(compress)))];
  const { playground: script } = outputsByName(page.metafile);
  const style = built.find((file) => file.endsWith(".css"));
  await writeManifest({ fingerprint, script, style, files });
  return files;
}

/**
 * Compresses a file. The first visit of the page then loads 2 MB instead of 7.
 * @param {string} file
 */
async function compress(file) {
  const compressed = `${file}.gz`;
  await writeFile(join(assets, compressed), await promisify(gzip)(await readFile(join(assets, file))));
  return compressed;
}

/**
 * Returns the output file of each entry point, by the name of the entry point.
 * @param {import("esbuild").Metafile} metafile
 */
function outputsByName({ outputs }) {
  const entries = Object.entries(outputs).filter(([path, { entryPoint }]) => entryPoint && path.endsWith(".js"));
  return Object.fromEntries(entries.map(([path]) => [basename(path).replace(/-[^-]+\.js$/, ""), basename(path)]));
}

/**
 * Writes the manifest after all other files and in one step. A server that starts meanwhile reads the old bundle or the new one.
 * @param {object} manifest
 */
async function writeManifest(manifest) {
  await mkdir(output, { recursive: true });
  const draft = `${manifestFile}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(manifest, undefined, 2)}\n`);
  await rename(draft, manifestFile);
}

/** @param {string[]} files */
async function removeOldAssets(files) {
  const old = (await readdir(assets)).filter((file) => !files.includes(file));
  await Promise.all(old.map((file) => rm(join(assets, file))));
}

/** @param {string} what */
function report(what) {
  process.stdout.write(`playground ${what}\n`);
}
