import { rm } from "node:fs/promises";
import { runTemplateScript } from "./global-setup.js";

/** Deletes the template and the copies of killed test files. */
export default async function globalTeardown() {
  await runTemplateScript("drop");
  await rm(process.env.TEST_TEMPLATE_FOLDER, { recursive: true, force: true });
}
