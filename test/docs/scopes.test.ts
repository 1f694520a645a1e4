import { readFileSync } from "node:fs";
import path from "node:path";
import { allScopes } from "../../src/access/auth/scope.type.js";

const page = readFileSync(path.join(import.meta.dirname, "../../docs/access.md"), "utf8");

describe("docs/access.md", () => {
  it("lists all scopes in the order of the schema", () => {
    const [, section = ""] = page.split("\n## Scopes\n");
    const rows = [...(section.split("\n## ")[0] ?? "").matchAll(/^\| `(\w+)` \|/gm)];
    expect(rows.map(([, scope]) => scope)).toEqual(allScopes);
  });
});
