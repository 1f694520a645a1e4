import type { GraphQLSchema } from "graphql";
import type { FileStore } from "./files/file-store.js";
import type { JobHandlers } from "./jobs/job-handler.js";
import { CustomersExportHandler } from "./shop/customer-export/export.handler.js";
import { storedExportFiles } from "./shop/customer-export/export-file.js";
import { CustomersImportHandler } from "./shop/customer-import/import.handler.js";
import { StoredImportFiles } from "./shop/customer-import/stored-import-files.js";

/** Creates what runs each kind of job. A server that stores no files leaves the jobs with files to other instances. */
export function createJobHandlers(files: FileStore, schema: GraphQLSchema): JobHandlers {
  if (!files.isAvailable) return {};
  return {
    CUSTOMERS_EXPORT: new CustomersExportHandler(storedExportFiles(files), schema),
    CUSTOMERS_IMPORT: new CustomersImportHandler(new StoredImportFiles(files)),
  };
}
