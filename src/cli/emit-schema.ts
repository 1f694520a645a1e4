import { readFile, writeFile } from "node:fs/promises";
import { printedSchema } from "../schema.js";

// `npm run schema:emit` writes schema.graphql; with --check it fails when the committed file differs from the code.
const file = new URL("../../schema.graphql", import.meta.url);
const schema = printedSchema();

if (!process.argv.includes("--check")) await writeFile(file, schema);
else if ((await readFile(file, "utf8")) !== schema) {
  process.stderr.write("schema.graphql differs from the code: run npm run schema:emit and commit it.\n");
  process.exitCode = 1;
}
