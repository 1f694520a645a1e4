import type { FastifyReply, FastifyRequest } from "fastify";
import { GraphQLError } from "graphql";
import type { OperationGuard } from "../../execution/operations/operation-guard.js";
import type {
  DocumentParameters,
  NamedDocument,
  PersistedDocuments,
} from "../../execution/operations/persisted-documents.js";
import { refuseDocument } from "../responses/refuse-document.js";
import type { CreateContext } from "./create-context.js";
import type { RequestHandler, RequestStep } from "./request-step.js";

export interface PersistedDocumentOptions {
  readonly persistedDocuments: PersistedDocuments;
  readonly operationGuard: OperationGuard;
  readonly createContext: CreateContext;
}

type JsonObject = Record<string, unknown>;

/**
 * Puts the document into a request that names it by an id, so that the next steps see no difference. Stores the hash of a document
 * that is sent with it. Refuses an unknown hash: Apollo Client and urql then send it again, together with the document.
 */
export function findPersistedDocument(options: PersistedDocumentOptions): RequestStep {
  return function findPersistedDocument(request, reply, next) {
    const parameters = request.method === "GET" ? readSearch(request.query) : request.body;
    if (!isObject(parameters) || !namesDocument(parameters)) return next(request, reply);
    return answerNamed(parameters, reply, next, options);
  };
}

async function answerNamed(
  parameters: JsonObject,
  reply: FastifyReply,
  next: RequestHandler,
  { persistedDocuments, operationGuard, createContext }: PersistedDocumentOptions,
): Promise<string | undefined> {
  const { request } = reply;
  const named = find(persistedDocuments, parameters);
  if (named instanceof GraphQLError) {
    await operationGuard.chargeRefusal(createContext(request));
    return refuseDocument(named, reply);
  }
  if (named === undefined) return next(request, reply);
  replaceId(request, parameters, named.text);
  const body = await next(request, reply);
  persistedDocuments.add(named);
  return body;
}

function namesDocument({ documentId, extensions }: DocumentParameters): boolean {
  return documentId !== undefined || (isObject(extensions) && "persistedQuery" in extensions);
}

function find(documents: PersistedDocuments, parameters: DocumentParameters): NamedDocument | GraphQLError | undefined {
  try {
    return documents.find(parameters);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/** Returns the parameters of a GET request, whose extensions are JSON. Later steps refuse malformed JSON. */
function readSearch(search: unknown): JsonObject | undefined {
  if (!isObject(search)) return undefined;
  const { extensions } = search;
  if (typeof extensions !== "string" || !extensions.includes("persistedQuery")) return search;
  try {
    return { ...search, extensions: JSON.parse(extensions) };
  } catch (error) {
    if (error instanceof SyntaxError) return search;
    throw error;
  }
}

/** Replaces the id of the document by its text. */
function replaceId({ method, body, query, raw }: FastifyRequest, { extensions }: JsonObject, text: string): void {
  const { persistedQuery: _, ...others } = isObject(extensions) ? extensions : {};
  if (method !== "GET") return void Object.assign(body as JsonObject, { query: text, extensions: others });
  Object.assign(query as JsonObject, { query: text });
  // Apollo Server reads the parameters from the URL.
  const [path = "", search] = (raw.url ?? "").split(/\?(.*)/s, 2);
  const parameters = new URLSearchParams(search);
  parameters.set("query", text);
  parameters.set("extensions", JSON.stringify(others));
  raw.url = `${path}?${parameters}`;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
