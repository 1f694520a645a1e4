import { badPersistedQuery, documentNotTrusted, persistedQueryNotFound } from "../../graphql/errors/request-errors.js";
import type { DocumentRules } from "../limits/document-limits.js";
import { sha256 } from "../limits/trusted-documents.js";
import type { OperationCache } from "./operation-cache.js";

/** The parameters of a request that name its document. */
export interface DocumentParameters {
  readonly query?: unknown;
  /** The id of a persisted document, by the draft of GraphQL over HTTP. A hash may begin with `sha256:`. */
  readonly documentId?: unknown;
  /** `persistedQuery` is the hash of Apollo's automatic persisted queries. */
  readonly extensions?: unknown;
}

/** The document that a request names. */
export interface NamedDocument {
  readonly text: string;
  /** The SHA-256 of the text, if the client sends both. Later requests may send the hash alone, if the document is valid. */
  readonly newHash: string | undefined;
}

/** Finds documents by their ids: trusted documents, and those that clients have sent together with their hash. */
export class PersistedDocuments {
  readonly #operationCache: OperationCache;
  readonly #rules: DocumentRules;

  constructor(operationCache: OperationCache, rules: DocumentRules) {
    this.#operationCache = operationCache;
    this.#rules = rules;
  }

  /**
   * Finds the document of a request that names it by an id. Returns undefined for requests without an id.
   * @throws PERSISTED_QUERY_NOT_FOUND, DOCUMENT_NOT_TRUSTED, and BAD_REQUEST for an id that is not one of the query.
   */
  find(parameters: DocumentParameters): NamedDocument | undefined {
    const id = idOf(parameters);
    if (id === undefined) return undefined;
    const { query } = parameters;
    const trusted = this.#rules.trustedDocuments?.find(id);
    if (typeof query !== "string" || query === "") {
      const text = trusted ?? this.#operationCache.textOf(id);
      if (text !== undefined) return { text, newHash: undefined };
      throw this.#rules.trustedDocuments?.areOnly ? documentNotTrusted() : persistedQueryNotFound();
    }
    if (trusted === query) return { text: query, newHash: undefined };
    // Hashing is not limited otherwise. A document that is too long is refused later.
    if (query.length <= this.#rules.limits.characters && (trusted !== undefined || sha256(query) !== id)) {
      throw badPersistedQuery("The hash is not the one of the query.");
    }
    return { text: query, newHash: id };
  }

  /** Stores the hash of a document. Hashes of documents that are not in the operation cache, such as invalid ones, are ignored. */
  add({ text, newHash }: NamedDocument): void {
    if (newHash !== undefined) this.#operationCache.addHash(newHash, text);
  }
}

function idOf({ documentId, extensions }: DocumentParameters): string | undefined {
  if (typeof documentId === "string" && documentId !== "") return documentId.replace(/^sha256:/, "");
  const persistedQuery = isObject(extensions) ? extensions.persistedQuery : undefined;
  if (persistedQuery === undefined || persistedQuery === null) return undefined;
  if (isObject(persistedQuery) && persistedQuery.version === 1 && typeof persistedQuery.sha256Hash === "string") {
    return persistedQuery.sha256Hash;
  }
  throw badPersistedQuery("extensions.persistedQuery must have the version 1 and a sha256Hash.");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
