import { type LockedPackage, nameOf, readJson, shippedPackages } from "./lock-file.js";

export const sbomFile = "docs/sbom.cdx.json";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/**
 * The packages of production in the format CycloneDX, for all platforms, with hash, license and dependencies of each. `npm
 * sbom` omits packages that development needs, too.
 */
export function createSbom(): string {
  const { name, version, license, dependencies }: Manifest = readJson("package.json");
  const shipped = shippedPackages();
  const self = { "bom-ref": `${name}@${version}`, type: "application", name, version, licenses: licensesOf(license) };
  const folders = [...shipped.keys()].toSorted((a, b) => (a < b ? -1 : 1));
  const sbom = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: self },
    components: distinct(folders.map((folder) => componentOf(folder, shipped.get(folder) as LockedPackage))),
    dependencies: distinct([
      { ref: self["bom-ref"], dependsOn: referencesOf("", Object.keys(dependencies), shipped) },
      ...folders.map((folder) => dependencyOf(folder, shipped)),
    ]),
  };
  return `${JSON.stringify(sbom, null, 2)}\n`;
}

function componentOf(folder: string, { version, license, integrity, optional }: LockedPackage) {
  const name = nameOf(folder);
  return {
    "bom-ref": `${name}@${version}`,
    type: "library",
    name,
    version,
    scope: optional ? "optional" : "required",
    purl: `pkg:npm/${name.replace("@", "%40")}@${version}`,
    ...(integrity !== undefined && { hashes: [hashOf(integrity)] }),
    ...(license !== undefined && { licenses: licensesOf(license) }),
  };
}

/** Converts a hash of the lock file, which is `sha512-` and base64. */
function hashOf(integrity: string) {
  const [algorithm = "", content = ""] = integrity.split("-");
  return {
    alg: algorithm.toUpperCase().replace("SHA", "SHA-"),
    content: Buffer.from(content, "base64").toString("hex"),
  };
}

function licensesOf(license: string) {
  if (/ (AND|OR|WITH) /.test(license)) return [{ expression: license }];
  return [{ license: /^[\w.+-]+$/.test(license) ? { id: license } : { name: license } }];
}

function dependencyOf(folder: string, shipped: ReadonlyMap<string, LockedPackage>) {
  const { version, dependencies, optionalDependencies } = shipped.get(folder) as LockedPackage;
  const names = [...Object.keys(dependencies ?? {}), ...Object.keys(optionalDependencies ?? {})];
  return { ref: `${nameOf(folder)}@${version}`, dependsOn: referencesOf(folder, names, shipped) };
}

function referencesOf(
  folder: string,
  names: readonly string[],
  shipped: ReadonlyMap<string, LockedPackage>,
): readonly string[] {
  const references = names.map((name) => {
    const found = shipped.get(foundFrom(folder, name, shipped));
    return found && `${name}@${found.version}`;
  });
  return references.filter((reference) => reference !== undefined).toSorted();
}

/** Finds the folder of an imported package: in `node_modules` of the importing folder or of a parent folder. */
function foundFrom(folder: string, name: string, shipped: ReadonlyMap<string, LockedPackage>): string {
  const own = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
  if (folder === "" || shipped.has(own)) return own;
  return foundFrom(folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/"))), name, shipped);
}

/** Removes duplicates, because a package can be in several folders. */
function distinct<Item>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
