import { StatementNames } from "../../src/database/statement-names.js";

function nameAfterUses(names: StatementNames, text: string, uses: number): string | undefined {
  let name: string | undefined;
  for (let use = 1; use <= uses; use += 1) name = names.of(text);
  return name;
}

describe("the name of a statement", () => {
  it("is given at its third use and stays", () => {
    const names = new StatementNames();
    expect(nameAfterUses(names, "SELECT 1", 2)).toBeUndefined();
    const name = names.of("SELECT 1");
    expect(name).toMatch(/^s\d+$/);
    expect(names.of("SELECT 1")).toBe(name);
  });

  it("is that of no other statement", () => {
    const names = new StatementNames();
    const given = Array.from({ length: 50 }, (_, n) => nameAfterUses(names, `SELECT ${n}`, 3));
    expect(new Set(given).size).toBe(50);
  });

  it("is not given to more than 200, and those that have one keep it", () => {
    const names = new StatementNames();
    const first = nameAfterUses(names, "SELECT 0", 3);
    for (let n = 1; n < 200; n += 1) expect(nameAfterUses(names, `SELECT ${n}`, 3)).toBeDefined();
    expect(nameAfterUses(names, "SELECT 200", 10)).toBeUndefined();
    expect(names.of("SELECT 0")).toBe(first);
  });
});
