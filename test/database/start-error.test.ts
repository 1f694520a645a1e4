import { type AddressInfo, createServer, type Server } from "node:net";
import { explainStartError } from "../../src/database/errors/start-error.js";
import { migrate } from "../../src/database/migrations/migrate.js";
import { createServerPool } from "../../src/database/server/server-pool.js";

const pool = createServerPool("postgresql://shop:pass-word@db.example/shop");

/** The message for an error of that pool. */
function explanationOf(error: Error): string {
  return String(explainStartError(error, pool));
}

describe("an error of the first statements", () => {
  it.each([
    ["an unknown certificate", new Error("self-signed certificate"), "certificate of PostgreSQL at db.example:5432"],
    ["an end without a word", new Error("Connection terminated unexpectedly"), "as if that were another program"],
    ["no way there", Object.assign(new Error("x"), { code: "EHOSTUNREACH" }), "no way to that host (EHOSTUNREACH)"],
    ["no answer in time", new Error("timeout exceeded when trying to connect"), "does not answer in time"],
    [
      "no connection left",
      Object.assign(new Error("sorry"), { code: "53300", severity: "FATAL" }),
      "PostgreSQL at db.example:5432 has no connection left",
    ],
    [
      "another error of PostgreSQL",
      Object.assign(new Error("its own words"), { code: "XX000", severity: "FATAL" }),
      "refuses the user shop in the database shop: its own words (XX000)",
    ],
  ])("is explained, without the password: %s", (_what, error, message) => {
    expect(explanationOf(error)).toContain(message);
    expect(explanationOf(error)).not.toContain("pass-word");
  });

  it("is unchanged if the program or a migration is the cause", () => {
    const wrong = new TypeError("x is not a function");
    expect(explainStartError(wrong, pool)).toBe(wrong);
    const cause = Object.assign(new Error("syntax error"), { code: "42601", severity: "ERROR" });
    const migration = new Error("Migration x failed and was rolled back: syntax error", { cause });
    expect(explainStartError(migration, pool)).toBe(migration);
  });
});

describe("another program instead of PostgreSQL", () => {
  let program: Server;
  let greeting: Buffer | undefined;
  let waits: string[];
  const failure = async () => {
    const { port } = program.address() as AddressInfo;
    const pool = createServerPool(`postgresql://shop:pass-word@127.0.0.1:${port}/shop`, { timeLimitMs: 1_500 });
    pool.on("error", () => {});
    return migrate(pool, { onProgress: (message) => waits.push(message) }).then(() => "no failure", String);
  };
  beforeEach(async () => {
    waits = [];
    program = createServer((socket) => void (greeting && socket.on("error", () => {}).end(greeting)));
    await new Promise<void>((resolve) => program.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => void program.close());

  it("is reported with host, port and cause, for every type of first message", async () => {
    // The first message of MySQL: its length, a number, and the protocol version.
    for (const type of "1234@ACEIJNSZcds") {
      greeting = Buffer.from(`${type}\0\0\0\n8.0.36\0\x0c\0\0abcdefgh\0`, "latin1");
      expect({ type, failure: await failure() }).toEqual({
        type,
        failure: expect.stringMatching(
          /^Error: (The database shop of )?PostgreSQL at 127\.0\.0\.1:\d+ cannot be (used|reached): \S.* DATABASE_URL/,
        ),
      });
    }
  });

  it("is reported with its address if it never answers, like Redis", async () => {
    greeting = undefined;
    expect(await failure()).toMatch(/PostgreSQL at 127\.0\.0\.1:\d+ cannot be reached: it does not answer in time/);
    expect(waits).toEqual([expect.stringMatching(/^Waiting for PostgreSQL at 127\.0\.0\.1:\d+ to answer\.$/)]);
  });
});
