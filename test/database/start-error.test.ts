import { createServerPool } from "../../src/database/server-pool.js";
import { explainStartError } from "../../src/database/start-error.js";

const pool = createServerPool("postgresql://shop:pass-word@db.example/shop");

/** What is said about an error of that pool. */
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
      "what PostgreSQL alone knows",
      Object.assign(new Error("its own words"), { code: "XX000", severity: "FATAL" }),
      "refuses the user shop in the database shop: its own words (XX000)",
    ],
  ])("is explained, without the password: %s", (_what, error, message) => {
    expect(explanationOf(error)).toContain(message);
    expect(explanationOf(error)).not.toContain("pass-word");
  });

  it("stays as it is where the program is wrong, or a migration", () => {
    const wrong = new TypeError("x is not a function");
    expect(explainStartError(wrong, pool)).toBe(wrong);
    const cause = Object.assign(new Error("syntax error"), { code: "42601", severity: "ERROR" });
    const migration = new Error("Migration x failed and was rolled back: syntax error", { cause });
    expect(explainStartError(migration, pool)).toBe(migration);
  });
});
