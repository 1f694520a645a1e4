import { execFile } from "node:child_process";
import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { temporaryFolders } from "../support/temporary-folder.js";

const repository = path.join(import.meta.dirname, "../..");
const temporaryFolder = temporaryFolders();

/** Replacements for the slow steps of Prisma and the pages. The compiler and the bundler are real. Each step writes a line to runs.txt. */
const writeClient = `
  require("node:fs").appendFileSync("runs.txt", "build\\n");
  require("node:fs").mkdirSync("src/database/generated", { recursive: true });
  require("node:fs").writeFileSync("src/database/generated/client.ts", "export const client = 1;\\n");
`;
const writePages = `
  const page = process.argv[2];
  require("node:fs").mkdirSync("dist/" + page, { recursive: true });
  require("node:fs").writeFileSync("dist/" + page + "/manifest.json", "{}\\n");
  require("node:fs").mkdirSync("src/web/" + page + "/client/generated", { recursive: true });
  require("node:fs").writeFileSync("src/web/" + page + "/client/generated/schema.ts", "");
  require("node:fs").writeFileSync("src/web/" + page + "/client/list.generated.ts", "");
`;

/** A project with the scripts of this one and two programs. It is built with the same command. */
async function makeProject() {
  const folder = await temporaryFolder();
  const inProject = (file: string) => path.join(folder, file);
  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(inProject(file)), { recursive: true });
    await writeFile(inProject(file), text);
  };
  const scripts = {
    "db:generate": "node write-client.cjs",
    compile: "tsc -p tsconfig.build.json && node src/cli/bundle.js",
    "build:playground": "node write-page.cjs playground",
    "build:admin": "node write-page.cjs admin",
  };
  for (const file of ["src/cli/build.js", "src/cli/bundle.js", "tsconfig.json", "tsconfig.build.json"]) {
    await mkdir(path.dirname(inProject(file)), { recursive: true });
    await cp(path.join(repository, file), inProject(file));
  }
  await symlink(path.join(repository, "node_modules"), inProject("node_modules"));
  await write("package.json", JSON.stringify({ type: "module", scripts }));
  await write("package-lock.json", "{}");
  await write("prisma/schema.prisma", "");
  await write("schema.graphql", "");
  await write("write-client.cjs", writeClient);
  await write("write-page.cjs", writePages);
  await write("src/main.ts", "export const answer = 41;\n");
  await write("src/cli/other.ts", "export const other = 1;\n");
  const read = (file: string) => readFile(inProject(file), "utf8");
  return {
    path: inProject,
    write,
    read,
    remove: (file: string) => rm(inProject(file)),
    build: () => promisify(execFile)(process.execPath, [inProject("src/cli/build.js")]),
    builds: async () => (await read("runs.txt")).trim().split("\n").length,
  };
}

describe("npm run build", () => {
  let project: Awaited<ReturnType<typeof makeProject>>;
  beforeAll(async () => {
    project = await makeProject();
    await project.build();
  }, 120_000);

  it("does nothing when nothing has changed", async () => {
    const { stdout } = await project.build();
    expect(stdout).toBe("The build is up to date.\n");
    expect(await project.builds()).toBe(1);
  }, 120_000);

  it("builds again after a source has changed", async () => {
    await project.write("src/main.ts", "export const answer = 42;\n");
    await project.build();
    expect(await project.read("dist/main.js")).toContain("42");
  }, 120_000);

  it.each([
    "dist/cli/other.js",
    "dist/playground/manifest.json",
    "dist/admin/manifest.json",
    "src/database/generated/client.ts",
  ])(
    "writes %s again after it was deleted",
    async (file) => {
      const built = await project.read(file);
      await project.remove(file);
      await project.build();
      expect(await project.read(file)).toBe(built);
    },
    120_000,
  );

  it("writes a compiled file again after it was edited", async () => {
    const built = await project.read("dist/cli/other.js");
    await project.write("dist/cli/other.js", "throw new Error();\n");
    await project.build();
    expect(await project.read("dist/cli/other.js")).toBe(built);
  }, 120_000);

  it("keeps the lines of the sources for stack traces", async () => {
    await project.write("src/cli/other.ts", "\n\nexport const other = new URL('/');\n");
    await project.build();
    const args = ["--enable-source-maps", project.path("dist/cli/other.js")];
    await expect(promisify(execFile)(process.execPath, args)).rejects.toMatchObject({
      stderr: expect.stringContaining("src/cli/other.ts:3:22"),
    });
  }, 120_000);

  it("builds again after a failed build", async () => {
    const builds = await project.builds();
    await project.write("src/main.ts", "export const answer: string = 42;\n");
    await expect(project.build()).rejects.toMatchObject({ code: expect.any(Number) });
    await expect(project.build()).rejects.toMatchObject({ code: expect.any(Number) });
    await project.write("src/main.ts", "export const answer = 41;\n");
    await project.build();
    expect(await project.builds()).toBe(builds + 3);
  }, 120_000);
});
