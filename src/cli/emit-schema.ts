import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { printSchema } from "../graphql/schema/print-schema.js";
import { projectFolder } from "../project/project-folder.js";
import { createSchema } from "../schema.js";

// `npm run schema:emit` writes schema.graphql; with --check it fails when the committed file differs from the code.
const file = path.join(projectFolder, "schema.graphql");
const schema = printSchema(createSchema());

if (!process.argv.includes("--check")) await writeFile(file, schema);
else if ((await readFile(file, "utf8")) !== schema) {
  process.stderr.write("schema.graphql differs from the code: run npm run schema:emit and commit it.\n");
  process.exitCode = 1;
}
