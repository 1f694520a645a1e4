import path from "node:path";
import type { Database } from "../../src/database/database.js";
import { copyEmbeddedTemplate, createEmbeddedTemplate } from "./embedded-template.js";
import { copyServerTemplate, createServerTemplate, dropServerTemplate } from "./server-template.js";

/** A copy of the template: a migrated, empty database for one test file. */
export interface TemplateCopy extends Pick<Database, "kind" | "pool" | "close"> {
  /** The URL of a copy on a server. Undefined for the embedded database. */
  readonly url?: string;
}

/** The URL of the server for tests. Without it, tests use the embedded database. */
const serverUrl = process.env.TEST_DATABASE_URL;

/** Creates the template once, before all tests. */
export function createTemplate(): Promise<void> {
  return serverUrl === undefined ? createEmbeddedTemplate(folder()) : createServerTemplate(serverUrl, databaseName());
}

/** Creates a copy of the template. */
export function copyTemplate(): Promise<TemplateCopy> {
  return serverUrl === undefined ? copyEmbeddedTemplate(folder()) : copyServerTemplate(serverUrl, databaseName());
}

/** Drops the databases on the server. The folder of the template is deleted with that of the test run. */
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
