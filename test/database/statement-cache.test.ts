import { StatementCache } from "../../src/database/fast-reads/prepared-statements.js";

const keptPrepared = { keepPrepared: true };

function nameAfterUses(statements: StatementCache, text: string, uses: number): string | undefined {
  let name: string | undefined;
  for (let use = 1; use <= uses; use += 1) ({ name } = statements.of(text, keptPrepared));
  return name;
}

describe("the name of a statement", () => {
  it("is assigned at the third use and does not change", () => {
    const statements = new StatementCache();
    expect(nameAfterUses(statements, "SELECT 1", 2)).toBe("");
    const named = statements.of("SELECT 1", keptPrepared);
    expect(named.name).toMatch(/^s\d+$/);
    expect(statements.of("SELECT 1", keptPrepared)).toBe(named);
  });

  it("is unique", () => {
    const statements = new StatementCache();
    const given = Array.from({ length: 50 }, (_, n) => nameAfterUses(statements, `SELECT ${n}`, 3));
    expect(new Set(given).size).toBe(50);
  });

  it("is removed from the least recently used of 200 statements, and not reused", () => {
    const statements = new StatementCache();
    const first = nameAfterUses(statements, "SELECT 0", 3);
    const second = nameAfterUses(statements, "SELECT 1", 3);
    for (let n = 2; n < 200; n += 1) nameAfterUses(statements, `SELECT ${n}`, 3);
    expect(statements.of("SELECT 0", keptPrepared).name).toBe(first);
    expect(nameAfterUses(statements, "SELECT 200", 3)).not.toBe("");
    expect(statements.of("SELECT 0", keptPrepared).name).toBe(first);
    expect(nameAfterUses(statements, "SELECT 1", 2)).toBe("");
    expect(nameAfterUses(statements, "SELECT 1", 1)).not.toBe(second);
  });

  it("is not assigned without keepPrepared, but the statement is still cached", () => {
    const statements = new StatementCache();
    const plannedAnew = { keepPrepared: false };
    const known = statements.of("SELECT 1", plannedAnew);
    for (let use = 2; use <= 5; use += 1) expect(statements.of("SELECT 1", plannedAnew)).toBe(known);
    expect(known.name).toBe("");
    expect(nameAfterUses(statements, "SELECT 1", 3)).not.toBe("");
    expect(statements.of("SELECT 1", plannedAnew).name).toBe("");
  });
});
