import { type DocumentNode, GraphQLError, type GraphQLSchema, validate } from "graphql";
import { type DocumentRules, readDocument } from "../execution/limits/document-limits.js";
import type { DocumentParameters, PersistedDocuments } from "../execution/operations/persisted-documents.js";
import type { RequestErrorCode } from "../graphql/errors/request-errors.js";

export interface DocumentOptions {
  readonly schema: GraphQLSchema;
  readonly documentRules: DocumentRules;
  readonly persistedDocuments: PersistedDocuments;
}

/** Reads the document of a subscription, which the payload can also name by its hash. Returns the errors of an invalid document. */
export function readSubscriptionDocument(
  payload: DocumentParameters & { readonly query: string },
  { schema, documentRules, persistedDocuments }: DocumentOptions,
): DocumentNode | readonly GraphQLError[] {
  const text = persistedDocuments.find(payload)?.text ?? payload.query;
  const document = parseDocument(text, documentRules);
  const faults = validate(schema, document);
  return faults.length === 0 ? document : faults.map((fault) => withCode(fault, "GRAPHQL_VALIDATION_FAILED"));
}

function parseDocument(query: string, rules: DocumentRules): DocumentNode {
  try {
    return readDocument(query, rules);
  } catch (error) {
    const isSyntaxError = error instanceof GraphQLError && error.extensions.code === undefined;
    if (isSyntaxError) throw withCode(error, "GRAPHQL_PARSE_FAILED");
    throw error;
  }
}

function withCode(error: GraphQLError, code: RequestErrorCode): GraphQLError {
  Object.assign(error.extensions, { code });
  return error;
}
