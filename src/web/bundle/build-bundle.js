// Bundles the client of a page with everything it loads, so that a browser loads nothing from another host.
// The manifest contains a hash of all inputs. If it has not changed, nothing is built.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The options of all pages. */
const sharedOptions = /** @type {const} */ ({
  absWorkingDir: root,
  bundle: true,
  minify: true,
  metafile: true,
  platform: "browser",
  target: ["chrome115", "firefox115", "safari16.4"],
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  legalComments: "eof",
  logLevel: "warning",
});

/** The options of the page itself. Pages that are opened later load their own files (`import()`). */
export const pageOptions = /** @type {const} */ ({ format: "esm", splitting: true, jsx: "automatic" });

/**
 * @typedef {(options: import("esbuild").BuildOptions) => Promise<import("esbuild").Metafile>} Build
 * Runs esbuild with the options of all pages and the given ones.
 */

/**
 * Builds a bundle in `dist/<name>`, if an input has changed.
 * @param {object} bundle
 * @param {string} bundle.name The entry point of the page has this name.
 * @param {readonly string[]} bundle.inputs The files and folders, relative to the project, that the bundle is made of.
 * @param {(build: Build) => Promise<{ operations: readonly string[] } | void>} bundle.build Builds the files. Returns the texts of the
 * GraphQL operations that the page sends.
 */
export async function buildBundle({ name, inputs, build }) {
  const started = Date.now();
  const output = join(root, "dist", name);
  const assets = join(output, "assets");
  const manifestFile = join(output, "manifest.json");
  const fingerprint = await fingerprintOf(["package-lock.json", "src/web/bundle/build-bundle.js", ...inputs]);
  if (await isUpToDate(manifestFile, assets, fingerprint)) return report(`${name} is up to date`);

  const esbuild = await import("esbuild");
  /** @type {import("esbuild").Metafile["outputs"]} */
  const outputs = {};
  const built = await build(async (options) => {
    const { metafile } = await esbuild.build({ ...sharedOptions, outdir: assets, ...options, metafile: true });
    Object.assign(outputs, metafile.outputs);
    return metafile;
  });
  const bundled = Object.keys(outputs).map((path) => basename(path));
  const compressed = await Promise.all(bundled.map((file) => compress(join(assets, file))));
  const files = [...bundled, ...compressed.flat()];
  const operations = built?.operations ?? [];
  await writeManifest(manifestFile, { fingerprint, ...firstFiles(outputs, name), operations, files });
  await removeOldAssets(assets, files);
  report(`${name} built in ${Date.now() - started} ms`);
}

/**
 * Returns a hash of the contents. Times of files would change with each checkout or copy.
 * @param {readonly string[]} inputs
 */
async function fingerprintOf(inputs) {
  const hash = createHash("sha256");
  for (const input of inputs) {
    for (const file of await filesOf(join(root, input))) {
      hash.update(`${relative(root, file)}\0`).update(await readFile(file));
    }
  }
  return hash.digest("hex");
}

/**
 * Returns the path itself, or all files in a folder. Generated files follow from the others.
 * @param {string} path
 */
async function filesOf(path) {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === "ENOTDIR") return undefined;
    throw error;
  });
  if (entries === undefined) return [path];
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.filter((file) => !/[\\/]generated[\\/]|\.generated\.ts$/.test(file)).sort();
}

/**
 * @param {string} manifestFile
 * @param {string} assets
 * @param {string} fingerprint
 */
async function isUpToDate(manifestFile, assets, fingerprint) {
  const manifest = await readFile(manifestFile, "utf8").then(JSON.parse, () => undefined);
  if (manifest?.fingerprint !== fingerprint) return false;
  const present = new Set(await readdir(assets).catch(() => []));
  return manifest.files.every((/** @type {string} */ file) => present.has(file));
}

/** Brotli's best quality takes seconds for each megabyte, so larger files get the next one. */
const bestQualityBytes = 500_000;

/**
 * Compresses a file, so that the server does not compress it for each visit.
 * @param {string} file
 */
async function compress(file) {
  const content = await readFile(file);
  const quality = content.length > bestQualityBytes ? 9 : 11;
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  await writeFile(`${file}.gz`, await promisify(gzip)(content));
  await writeFile(`${file}.br`, await promisify(brotliCompress)(content, { params }));
  return [`${basename(file)}.gz`, `${basename(file)}.br`];
}

/**
 * Returns the output file of each entry point, by the name of the entry point.
 * @param {import("esbuild").Metafile["outputs"]} outputs
 */
export function outputsByName(outputs) {
  const entries = Object.entries(outputs).filter(([path, { entryPoint }]) => entryPoint && path.endsWith(".js"));
  return Object.fromEntries(entries.map(([path]) => [basename(path).replace(/-[^-]+\.js$/, ""), basename(path)]));
}

/**
 * Returns the files that the page loads first.
 * @param {import("esbuild").Metafile["outputs"]} outputs
 * @param {string} name
 */
function firstFiles(outputs, name) {
  const script = outputsByName(outputs)[name];
  const paths = Object.keys(outputs);
  /** @type {Set<string>} */
  const imports = new Set();
  const add = (/** @type {string | undefined} */ path) => {
    for (const { path: imported, kind } of (path && outputs[path]?.imports) || []) {
      if (kind !== "import-statement" || imports.has(imported)) continue;
      imports.add(imported);
      add(imported);
    }
  };
  add(paths.find((path) => basename(path) === script));
  const style = paths
    .map((path) => basename(path))
    .find((file) => file.startsWith(`${name}-`) && file.endsWith(".css"));
  return { script, imports: [...imports].map((path) => basename(path)), style };
}

/**
 * Writes the manifest after all other files and in one step. A server that starts meanwhile reads the old bundle or the new one.
 * @param {string} manifestFile
 * @param {object} manifest
 */
async function writeManifest(manifestFile, manifest) {
  await mkdir(join(manifestFile, ".."), { recursive: true });
  const draft = `${manifestFile}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(manifest, undefined, 2)}\n`);
  await rename(draft, manifestFile);
}

/**
 * @param {string} assets
 * @param {readonly string[]} files
 */
async function removeOldAssets(assets, files) {
  const old = (await readdir(assets)).filter((file) => !files.includes(file));
  await Promise.all(old.map((file) => rm(join(assets, file))));
}

/** @param {string} what */
function report(what) {
  process.stdout.write(`${what}\n`);
}
