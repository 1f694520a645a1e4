import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { parse } from "yaml";
import { readEnvironment } from "../../src/env.js";

const repository = path.join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(repository, file), "utf8");

/** An instruction of the Dockerfile. */
interface Instruction {
  readonly name: string;
  readonly value: string;
}

const instructions: Instruction[] = read("Dockerfile")
  .replace(/^#.*\n/gm, "")
  .replace(/\\\n\s*/g, "")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => ({ name: line.split(" ", 1)[0] ?? "", value: line.slice(line.indexOf(" ") + 1) }));
const lastStage = instructions.slice(instructions.findLastIndex(({ name }) => name === "FROM"));
const lastOf = (name: string) => lastStage.findLast((instruction) => instruction.name === name)?.value ?? "";

describe("the Dockerfile", () => {
  it("copies only files that exist and that .dockerignore does not exclude", () => {
    const sources = instructions
      .filter(({ name, value }) => name === "COPY" && !value.startsWith("--from"))
      .flatMap(({ value }) => value.split(" ").slice(0, -1));
    const ignored = read(".dockerignore").split("\n");
    for (const source of new Set(sources)) {
      expect([source, existsSync(path.join(repository, source))]).toEqual([source, true]);
      expect(ignored).toContain(`!${source.split("/")[0]}`);
    }
    expect(ignored).toContain("*");
  });

  it("has a base image with a supported version of Node.js, the same in every stage", () => {
    const [, version = ""] = /^NODE_VERSION=(\d+\.\d+\.\d+)$/.exec(instructions[0]?.value ?? "") ?? [];
    const { engines } = JSON.parse(read("package.json"));
    expect(engines.node).toBe(">=20.19");
    const [major = 0, minor = 0] = version.split(".").map(Number);
    expect(major > 20 || (major === 20 && minor >= 19)).toBe(true);
    const bases = instructions.filter(({ name }) => name === "FROM").map(({ value }) => value.split(" ")[0]);
    expect(new Set(bases)).toEqual(new Set([`node:\${NODE_VERSION}-bookworm-slim`, "packages"]));
  });

  it("creates an image that runs the same as `npm start`, as an unprivileged user, with valid settings", () => {
    const { scripts } = JSON.parse(read("package.json"));
    expect(JSON.parse(lastOf("CMD")).join(" ")).toBe(scripts.start);
    expect(lastOf("USER")).toBe("node");
    const settings = Object.fromEntries(
      lastOf("ENV")
        .split(" ")
        .map((setting) => setting.split("=")),
    );
    expect(readEnvironment(settings)).toMatchObject({ host: "0.0.0.0", port: 4000, dataDir: "/data" });
  });

  it("has a health check with exit code 0 if /healthz answers, otherwise 1", async () => {
    const [program = "", ...args]: string[] = JSON.parse(/CMD (\[.*\])$/.exec(lastOf("HEALTHCHECK"))?.[1] ?? "[]");
    expect(program).toBe("node");
    const exitCode = (port: number) =>
      new Promise((resolve) => {
        const child = execFile(process.execPath, args, { env: { PORT: String(port) } });
        child.on("close", resolve);
      });
    let status = 200;
    const server = createServer(
      ({ url }, response) => void response.writeHead(url === "/healthz" ? status : 404).end(),
    );
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    expect(await exitCode(port)).toBe(0);
    status = 503;
    expect(await exitCode(port)).toBe(1);
    await new Promise((resolve) => void server.close(resolve));
    expect(await exitCode(port)).toBe(1);
  });
});

describe("the compose file", () => {
  const { services, volumes } = parse(read("compose.yaml"));
  const given = { POSTGRES_PASSWORD: "0123456789abcdef", ADMIN_API_KEY: "k".repeat(32), JWT_SECRET: "s".repeat(32) };

  /** Replaces the variables in a value. Required variables are set. */
  function filled(value: unknown): string {
    return String(value).replace(/\$\{(\w+):\?[^}]*\}/g, (_text, name: keyof typeof given) => given[name]);
  }

  it("gives the server valid settings and the URL of its database", () => {
    const settings = Object.entries(services.server.environment).map(([name, value]) => [name, filled(value)]);
    const environment = readEnvironment(Object.fromEntries(settings));
    const url = new URL(environment.databaseUrl ?? "");
    expect(Object.keys(services)).toContain(url.hostname);
    expect(url.username).toBe(services.database.environment.POSTGRES_USER);
    expect(url.password).toBe(filled(services.database.environment.POSTGRES_PASSWORD));
    expect(environment).toMatchObject({ adminApiKey: given.ADMIN_API_KEY, jwtSecrets: [given.JWT_SECRET] });
    expect(environment.metrics).toEqual({ host: "0.0.0.0", port: 9464 });
  });

  it("contains no secret, publishes the API on this machine only and does not publish the metrics", () => {
    for (const name of ["POSTGRES_PASSWORD", "ADMIN_API_KEY", "JWT_SECRET"]) {
      expect(read("compose.yaml")).toContain(`\${${name}:?`);
    }
    expect(services.server.ports).toEqual(["127.0.0.1:4000:4000"]);
    expect(services.database.ports).toBeUndefined();
  });

  it("starts the server after the database answers, and keeps the data", () => {
    expect(services.server.depends_on).toEqual({ database: { condition: "service_healthy" } });
    expect(services.database.healthcheck.test).toContain("pg_isready");
    expect(services.database.image).toMatch(/^postgres:(1[5-9]|[2-9]\d)\.\d+/);
    const [volume] = services.database.volumes[0].split(":");
    expect(volumes).toHaveProperty(volume);
  });
});
