import path from "node:path";
import type { Database } from "../../src/database/database.js";
import { copyEmbeddedTemplate, createEmbeddedTemplate } from "./embedded-template.js";
import { copyServerTemplate, createServerTemplate, dropServerTemplate } from "./server-template.js";

/** A copy of the template: a migrated, empty database that one test file has for itself. */
export interface TemplateCopy extends Pick<Database, "kind" | "pool" | "close"> {
  /** Only of a copy on a server. */
  readonly url?: string;
}

/** The server to test on; without it tests run on the embedded database. */
const serverUrl = process.env.TEST_DATABASE_URL;

/** Makes the template; once, before all tests. */
export function createTemplate(): Promise<void> {
  return serverUrl === undefined ? createEmbeddedTemplate(folder()) : createServerTemplate(serverUrl, databaseName());
}

/** Makes a copy of the template. */
export function copyTemplate(): Promise<TemplateCopy> {
  return serverUrl === undefined ? copyEmbeddedTemplate(folder()) : copyServerTemplate(serverUrl, databaseName());
}

/** Removes what only the template's maker can: databases on the server. Its folder goes with the test run's. */
export async function dropTemplate(): Promise<void> {
  if (serverUrl !== undefined) await dropServerTemplate(serverUrl, databaseName());
}

function folder(): string {
  const value = process.env.TEST_TEMPLATE_FOLDER;
  if (value === undefined) throw new Error("TEST_TEMPLATE_FOLDER is not set: start tests with `npm test`.");
  return value;
}

function databaseName(): string {
  return path.basename(folder()).toLowerCase().replaceAll("-", "_");
}
