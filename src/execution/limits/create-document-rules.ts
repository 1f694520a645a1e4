import { GraphQLError, type GraphQLSchema, Kind, validate } from "graphql";
import { type DocumentRules, readDocument } from "./document-limits.js";
import { TrustedDocuments, type TrustedDocumentsOptions } from "./trusted-documents.js";

export interface DocumentSources {
  readonly schema: GraphQLSchema;
  /** The documents of the operator. Undefined if there are none. */
  readonly trustedDocuments?: TrustedDocumentsOptions | undefined;
  /** The documents of the server's own pages, which are always trusted. */
  readonly ownTexts: readonly string[];
}

/**
 * Adds the trusted documents to the rules for documents.
 * @throws an Error that names each document which cannot run on this server.
 */
export function createDocumentRules(
  rules: DocumentRules,
  { schema, trustedDocuments, ownTexts }: DocumentSources,
): DocumentRules {
  if (trustedDocuments === undefined) return rules;
  const faults = Object.entries(trustedDocuments.documents).flatMap(([id, text]) => {
    const fault = faultOf(text, schema, rules);
    return fault === undefined ? [] : [`  ${id}: ${fault}`];
  });
  if (faults.length > 0) throw new Error(`TRUSTED_DOCUMENTS has documents with faults:\n${faults.join("\n")}`);
  return { ...rules, trustedDocuments: new TrustedDocuments(trustedDocuments, ownTexts) };
}

/** Returns the reason why a document cannot run. */
function faultOf(text: string, schema: GraphQLSchema, rules: DocumentRules): string | undefined {
  try {
    const document = readDocument(text, rules);
    if (!document.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION)) return "It has no operation.";
    return validate(schema, document)[0]?.message;
  } catch (error) {
    if (error instanceof GraphQLError) return error.message;
    throw error;
  }
}
