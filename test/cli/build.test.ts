import { execFile } from "node:child_process";
import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { temporaryFolders } from "../support/temporary-folder.js";

const repository = path.join(import.meta.dirname, "../..");
const temporaryFolder = temporaryFolders();

/** Replacements for the slow steps of Prisma and the playground. The compiler is real. Each step writes a line to runs.txt. */
const writeClient = `
  require("node:fs").appendFileSync("runs.txt", "build\\n");
  require("node:fs").mkdirSync("src/database/generated", { recursive: true });
  require("node:fs").writeFileSync("src/database/generated/client.ts", "export const client = 1;\\n");
`;
const writePlayground = `
  require("node:fs").mkdirSync("dist/playground", { recursive: true });
  require("node:fs").writeFileSync("dist/playground/manifest.json", "{}\\n");
`;

/** A project with the scripts of this one and two source files. It is built with the same command. */
async function makeProject() {
  const folder = await temporaryFolder();
  const inProject = (file: string) => path.join(folder, file);
  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(inProject(file)), { recursive: true });
    await writeFile(inProject(file), text);
  };
  const scripts = {
    "db:generate": "node write-client.cjs",
    compile: "tsc -p tsconfig.build.json",
    "build:playground": "node write-playground.cjs",
  };
  for (const file of ["src/cli/build.js", "tsconfig.json", "tsconfig.build.json"]) {
    await mkdir(path.dirname(inProject(file)), { recursive: true });
    await cp(path.join(repository, file), inProject(file));
  }
  await symlink(path.join(repository, "node_modules"), inProject("node_modules"));
  await write("package.json", JSON.stringify({ type: "module", scripts }));
  await write("package-lock.json", "{}");
  await write("prisma/schema.prisma", "");
  await write("write-client.cjs", writeClient);
  await write("write-playground.cjs", writePlayground);
  await write("src/main.ts", "export const answer = 41;\n");
  await write("src/other.ts", "export const other = 1;\n");
  const read = (file: string) => readFile(inProject(file), "utf8");
  return {
    write,
    read,
    remove: (file: string) => rm(inProject(file)),
    build: () => promisify(execFile)(process.execPath, [inProject("src/cli/build.js")]),
    builds: async () => (await read("runs.txt")).trim().split("\n").length,
  };
}

describe("npm run build", () => {
  it("does nothing when nothing has changed", async () => {
    const project = await makeProject();
    await project.build();
    const { stdout } = await project.build();
    expect(stdout).toBe("The build is up to date.\n");
    expect(await project.builds()).toBe(1);
  }, 120_000);

  it("builds again after a source has changed", async () => {
    const project = await makeProject();
    await project.build();
    await project.write("src/main.ts", "export const answer = 42;\n");
    await project.build();
    expect(await project.read("dist/main.js")).toContain("42");
    expect(await project.builds()).toBe(2);
  }, 120_000);

  it("writes each deleted output again", async () => {
    const project = await makeProject();
    await project.build();
    for (const file of ["dist/other.js", "dist/playground/manifest.json", "src/database/generated/client.ts"]) {
      const built = await project.read(file);
      await project.remove(file);
      await project.build();
      expect(await project.read(file)).toBe(built);
    }
  }, 120_000);

  it("writes a compiled file again after it was edited", async () => {
    const project = await makeProject();
    await project.build();
    const built = await project.read("dist/other.js");
    await project.write("dist/other.js", "throw new Error();\n");
    await project.build();
    expect(await project.read("dist/other.js")).toBe(built);
  }, 120_000);

  it("builds again after a failed build", async () => {
    const project = await makeProject();
    await project.build();
    await project.write("src/main.ts", "export const answer: string = 42;\n");
    await expect(project.build()).rejects.toMatchObject({ code: expect.any(Number) });
    await expect(project.build()).rejects.toMatchObject({ code: expect.any(Number) });
    await project.write("src/main.ts", "export const answer = 41;\n");
    await project.build();
    expect(await project.builds()).toBe(4);
  }, 120_000);
});
