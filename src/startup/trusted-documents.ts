import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Environment } from "../env.js";
import type { TrustedDocumentsOptions } from "../execution/limits/trusted-documents.js";

/**
 * Reads the trusted documents from their file, if the setting names one. It is an object with the texts of the documents by their
 * ids, as GraphQL Code Generator and the compiler of Relay write it.
 * @throws an Error that names the file, if it cannot be used.
 */
export async function readTrustedDocuments({
  trustedDocuments,
}: Environment): Promise<TrustedDocumentsOptions | undefined> {
  if (trustedDocuments === undefined) return undefined;
  const { areOnly } = trustedDocuments;
  const file = path.resolve(trustedDocuments.file);
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`The file ${file} of TRUSTED_DOCUMENTS cannot be read (${cause.code}).`, { cause });
  });
  const documents = parseJson(text);
  if (!isRecordOfTexts(documents)) {
    throw new Error(
      `The file ${file} of TRUSTED_DOCUMENTS must be a JSON object of documents by their ids: {"id": "query { … }"}.`,
    );
  }
  return { documents, areOnly };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isRecordOfTexts(value: unknown): value is Record<string, string> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((text) => typeof text === "string");
}
