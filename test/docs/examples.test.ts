import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse, validate } from "graphql";
import { createSchema } from "../../src/schema.js";
import { useTestServer } from "../support/server.js";

const root = path.join(import.meta.dirname, "../..");
const pages = ["README.md", ...readdirSync(path.join(root, "docs")).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith(".md"),
);

/** The code blocks of a page in a language. */
function blocks(page: string, language: string): string[] {
  const text = readFileSync(path.join(root, page), "utf8");
  return [...text.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs"))].map(([, block = ""]) => block);
}

describe("the examples of the documentation", () => {
  const examples = pages.flatMap((page) => blocks(page, "graphql").map((text) => ({ page, text })));
  const server = useTestServer();

  it("are valid in the schema", () => {
    expect(examples.length).toBeGreaterThan(5);
    const schema = createSchema();
    for (const { page, text } of examples) {
      expect({ page, text, errors: validate(schema, parse(text)) }).toEqual({ page, text, errors: [] });
    }
  });

  it("have in README the response of the first mutation", async () => {
    const mutation = blocks("README.md", "graphql").find((text) => text.startsWith("mutation"));
    const response = blocks("README.md", "json").find((text) => text.includes("userErrors"));
    const { data } = await server.ask(mutation ?? "");
    expect({ data }).toEqual(JSON.parse(response ?? ""));
  });
});
