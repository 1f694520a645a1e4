// Started by global-setup.js and global-teardown.js.
import { createTemplate, dropTemplate } from "./template.js";

await (process.argv.includes("create") ? createTemplate() : dropTemplate());
