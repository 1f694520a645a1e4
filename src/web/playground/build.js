// Bundles the page in client/ with everything it loads, so that a browser never has to ask another host.
// Does nothing when nothing changed: the manifest carries a fingerprint of all that went in.
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

/** GraphiQL's own style sheet holds Monaco's already; importing them again would emit a second, unused one. */
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

/** Contents, not times: a fresh checkout or a copied folder must not look newer than it is. */
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
 * Makes 2 MB of the 7 that a first visit loads.
 * @param {string} file
 */
async function compress(file) {
  const compressed = `${file}.gz`;
  await writeFile(join(assets, compressed), await promisify(gzip)(await readFile(join(assets, file))));
  return compressed;
}

/**
 * The emitted file of each entry point, by the entry point's name.
 * @param {import("esbuild").Metafile} metafile
 */
function outputsByName({ outputs }) {
  const entries = Object.entries(outputs).filter(([path, { entryPoint }]) => entryPoint && path.endsWith(".js"));
  return Object.fromEntries(entries.map(([path]) => [basename(path).replace(/-[^-]+\.js$/, ""), basename(path)]));
}

/**
 * Last of the new files and in one step, so that a server that starts meanwhile sees the old bundle or the new one.
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
