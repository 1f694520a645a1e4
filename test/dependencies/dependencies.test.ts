import { readFileSync } from "node:fs";
import path from "node:path";
import { nameOf, readJson, readLockFile, repository, shippedPackages } from "./lock-file.js";
import { createSbom, sbomFile } from "./sbom.js";

const { packages } = readLockFile();
const installed = Object.entries(packages).filter(([folder]) => folder !== "");

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

describe("the packages", () => {
  const manifest: Manifest = readJson("package.json");

  it("are pinned by version in package.json and by hash in the lock file", () => {
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
    const unpinned = installed.filter(([, { integrity }]) => !integrity?.startsWith("sha512-"));
    // npm has no hashes of packages for other platforms unless it has installed them once.
    expect(unpinned.filter(([folder, { optional }]) => !optional || shippedPackages().has(folder))).toEqual([]);
  });

  it("have no install scripts except those that are listed with a reason and not run", () => {
    const withScripts = installed.filter(([, { hasInstallScript }]) => hasInstallScript);
    const expected = new Map(withScripts.map(([folder]) => [nameOf(folder), shippedPackages().has(folder)]));
    const page = readFileSync(path.join(repository, "docs/dependencies.md"), "utf8");
    const listed = [...page.matchAll(/^\| `(\S+)` \| (yes|no) \| \S.* \| \S.* \|$/gm)];
    expect(new Map(listed.map(([, name, ships]) => [name, ships === "yes"]))).toEqual(expected);
    expect(manifest.allowScripts).toEqual(Object.fromEntries([...expected.keys()].map((name) => [name, false])));
  });
});

describe("the SBOM", () => {
  const committed = readFileSync(path.join(repository, sbomFile), "utf8");

  it("matches the lock file; `npm run sbom` updates it", () => {
    expect(committed).toBe(createSbom());
  });

  it("contains all packages of production and none that only development needs", () => {
    const { components, dependencies } = JSON.parse(committed);
    const references: string[] = components.map((component: { "bom-ref": string }) => component["bom-ref"]);
    const { dependencies: direct } = readJson<Manifest>("package.json");
    for (const [name, version] of Object.entries(direct)) expect(references).toContain(`${name}@${version}`);
    expect(references.filter((reference) => /^(jest|typescript|prisma|esbuild)@/.test(reference))).toEqual([]);
    expect(new Set(references).size).toBe(references.length);
    // Another listed package depends on each listed package.
    const needed = new Set(dependencies.flatMap(({ dependsOn }: { dependsOn: string[] }) => dependsOn));
    expect(references.filter((reference) => !needed.has(reference))).toEqual([]);
  });
});
