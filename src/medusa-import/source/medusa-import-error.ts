/** The import cannot start or go on. The message says what is required. It contains no personal data and no credentials. */
export class MedusaImportError extends Error {
  override name = "MedusaImportError";
}
