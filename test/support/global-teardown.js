import { rm } from "node:fs/promises";
import { runTemplateScript } from "./global-setup.js";

/** Removes the template, and the copies of test files that were killed. */
export default async function globalTeardown() {
  await runTemplateScript("drop");
  await rm(process.env.TEST_TEMPLATE_FOLDER, { recursive: true, force: true });
}
