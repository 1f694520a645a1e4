import { describeOnServer, openTestDatabase } from "../support/database.js";
import { runCommand } from "./run-command.js";
import { dataFolders, killServersAfterEach, type ServerProcess, startServer } from "./server-process.js";

killServersAfterEach();
const dataFolder = dataFolders();

const password = "correct horse battery";

/** Runs the command. Returns its exit code and all of its output. */
async function runUserCreate(settings: Readonly<Record<string, string>>, args: readonly string[], input: string) {
  const { code, output, messages } = await runCommand("create-user", args, { settings, input });
  return { code: code ?? -1, output: output + messages };
}

/** Logs in as staff. Returns the scopes or the errors. */
async function logIn(server: ServerProcess, email: string, password: string): Promise<string[]> {
  const { login } = await server.ask<{
    login: { viewer: { scopes: string[] } | null; userErrors: { code: string }[] };
  }>(
    "mutation ($email: String!, $password: String!) { login(email: $email, password: $password) { viewer { scopes } userErrors { code } } }",
    { email, password },
  );
  return login.viewer?.scopes ?? login.userErrors.map(({ code }) => code);
}

async function stop(server: ServerProcess): Promise<void> {
  server.signal("SIGTERM");
  expect(await server.exitCode).toBe(0);
}

function expectRefusal({ code, output }: { code: number; output: string }): void {
  expect(code).toBe(1);
  expect(output).not.toMatch(/^\s+at /m);
  expect(output).not.toMatch(/correct horse|argon2/);
}

describe("user:create", () => {
  it.each([
    ["no email", [], "Expected --email."],
    ["an unknown option", ["--email", "ada@example.com", "--password", password], "Unknown option '--password'"],
    [
      "an unknown scope",
      ["--email", "ada@example.com", "--scopes", "ORDERS_READ,ALL"],
      "Expected --scopes to be scopes, got ALL.",
    ],
  ])(
    "refuses %s and shows its usage",
    async (_what, args, message) => {
      const refusal = await runUserCreate({}, args, `${password}\n`);
      expectRefusal(refusal);
      expect(refusal.output).toContain(message);
      expect(refusal.output).toContain("Usage: npm run user:create");
    },
    60_000,
  );

  it("creates a user who can log in at the server, and refuses invalid values", async () => {
    const settings = { DATA_DIR: await dataFolder(), DEMO_DATA: "false" };
    const args = ["--email", "Ada@example.com", "--scopes", "orders_read,CUSTOMERS_READ"];
    const created = await runUserCreate(settings, args, `${password}\r\nanother line\n`);
    expect(created.output).toMatch(/^Created user_[0-9A-Z]{26} with CUSTOMERS_READ, ORDERS_READ\.$/m);
    expect(created.output).not.toContain(password);
    expect(created.code).toBe(0);

    const refused = await runUserCreate(settings, ["--email", "ADA@example.com"], "correct");
    expectRefusal(refused);
    expect(refused.output.trim().split("\n")).toEqual([
      "The user could not be created:",
      "  password: Must have at least 8 characters.",
      "  email: Must be an email that no other user has.",
    ]);

    const server = await startServer(settings);
    expect(await logIn(server, "ada@example.com", password)).toEqual(["CUSTOMERS_READ", "ORDERS_READ"]);
    expect(await logIn(server, "ada@example.com", "another line")).toEqual(["INVALID_CREDENTIALS"]);
    const inUse = await runUserCreate(settings, ["--email", "eva@example.com"], password);
    expectRefusal(inUse);
    expect(inUse.output).toMatch(
      /^The user could not be created: The embedded database in .* is in use by process \d+\./,
    );
    await stop(server);
  }, 180_000);
});

describeOnServer("user:create on a PostgreSQL server", () => {
  it("creates a user with all scopes by default, also while a server uses the database", async () => {
    const { url = "", database, close } = await openTestDatabase();
    const { code, output } = await runUserCreate({ DATABASE_URL: url }, ["--email", "ada@example.com"], password);
    expect(output).toMatch(/^Created user_\w+ with CUSTOMERS_READ, .*JOBS_MANAGE\.$/m);
    expect(code).toBe(0);
    expect(await database.prisma.staffUser.findMany()).toMatchObject([{ email: "ada@example.com", firstName: null }]);
    await close();
  }, 60_000);
});

describe("ADMIN_EMAIL and ADMIN_PASSWORD", () => {
  it("create the first user, and do not restore a deleted user", async () => {
    const settings = {
      DATA_DIR: await dataFolder(),
      DEMO_DATA: "false",
      ADMIN_EMAIL: "Ada@example.com",
      ADMIN_PASSWORD: password,
    };
    const first = await startServer(settings);
    expect(first.output).toContain("Created the first user, ADMIN_EMAIL.");
    expect(await logIn(first, "ada@example.com", password)).toContain("USERS_MANAGE");
    const { users } = await first.ask<{ users: { nodes: { id: string }[] } }>("{ users { nodes { id } } }");
    await first.ask(
      `mutation ($id: ID!) {
        userCreate(input: { email: "eva@example.com", password: "another password", scopes: [USERS_MANAGE] }) { user { id } }
        userDelete(id: $id) { deletedId }
      }`,
      { id: users.nodes[0]?.id },
    );
    await stop(first);

    const second = await startServer(settings);
    expect(second.output).toContain(
      "ADMIN_EMAIL and ADMIN_PASSWORD are ignored, because there are or were users already.",
    );
    expect(await logIn(second, "ada@example.com", password)).toEqual(["INVALID_CREDENTIALS"]);
    for (const { output } of [first, second]) expect(output).not.toContain(password);
    await stop(second);
  }, 180_000);
});
