import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
} from "graphql";
import { LRUCache } from "lru-cache";
import {
  type CoercedVariables,
  coerceVariables,
  type Requirements,
  requirementsWith,
} from "../../access/auth/requirements.js";
import { selectsSecret } from "../../access/auth/secret-field.js";
import type { Context } from "../../access/context.js";
import { isDatabaseUnavailable } from "../../database/errors/errors.js";
import type { Variables } from "../../graphql/cost/variable-values.js";
import { operationCost } from "../limits/operation-cost.js";
import { planCache } from "../query-plan/plan-cache.js";
import { planQuery } from "../query-plan/plan-query.js";
import type { QueryPlan } from "../query-plan/query-plan.js";
import { runPlan } from "../query-plan/run-plan.js";
import { mayRefuseArguments } from "./argument-faults.js";
import { withoutLargeReads } from "./large-reads.plugin.js";
import type { RequestVariables } from "./request-variables.js";

/** A token of a cached document takes about 240 bytes, so the cache takes 60 MB at most. */
const maxTokens = 250_000;
const maxDocumentCharacters = 20_000;
const maxDocuments = 1_000;
/**
 * A query gets its plan at the third use of the cached document, because a plan takes time and memory. This is the fourth
 * request: the first one adds the document to the cache.
 */
const minUsesForPlan = 3;

/** An operation of a valid document. Its cost, access rules and plan are computed once. */
export class CachedOperation {
  readonly #schema: GraphQLSchema;
  readonly #document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  #requirements: Requirements | undefined;
  #mayRefuseArguments: boolean | undefined;
  #cost: ((variables: Variables) => number) | undefined;
  #showsSecret: boolean | undefined;
  #uses = 0;
  #hasNoPlan = false;

  constructor(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
    this.#schema = schema;
    this.#document = document;
    this.definition = operation;
  }

  get isSubscription(): boolean {
    return this.definition.operation === "subscription";
  }

  get isQuery(): boolean {
    return this.definition.operation === "query";
  }

  /** True if the document selects a secret, such as a token. */
  get showsSecret(): boolean {
    this.#showsSecret ??= selectsSecret(this.#schema, this.#document);
    return this.#showsSecret;
  }

  /** Coerces the variables of a request once, with graphql-js. */
  coerce(variables: RequestVariables): CoercedVariables {
    variables.coercion ??= coerceVariables(this.#schema, this.definition, variables.sent);
    return variables.coercion;
  }

  /** Returns the fields and arguments of the operation that have access rules. */
  requirements(variables: RequestVariables): Requirements {
    if (this.#requirements) {
      const fault = this.coerce(variables).errors?.[0];
      return fault ? { ...this.#requirements, fault } : this.#requirements;
    }
    const coerced = this.coerce(variables);
    const requirements = requirementsWith(this.#schema, this.#document, this.definition, coerced);
    if (requirements.isComplete && !requirements.fault && !this.#hasArgumentsToCheck())
      this.#requirements = requirements;
    return requirements;
  }

  /** Returns true if the arguments have to be checked for each request. */
  #hasArgumentsToCheck(): boolean {
    this.#mayRefuseArguments ??= mayRefuseArguments(this.#schema, this.#document, this.definition);
    return this.#mayRefuseArguments;
  }

  /** Returns the maximum cost of the operation, which is about the number of objects that its response can have. */
  cost({ sent }: RequestVariables): number {
    this.#cost ??= operationCost(this.#schema, this.#document, this.definition);
    return this.#cost(sent);
  }

  /**
   * Executes an operation that is authorized.
   * @returns the same result as graphql-js, or an error alone if the operation has read too much.
   */
  async run(context: Context, variables: RequestVariables): Promise<ExecutionResult> {
    const result = await this.#execute(context, variables);
    return withoutLargeReads(result, context);
  }

  async #execute(context: Context, variables: RequestVariables): Promise<ExecutionResult> {
    const plan = this.#findOrCreatePlan();
    const values = plan && this.coerce(variables).coerced;
    if (plan && values) {
      try {
        return { data: await runPlan(plan, context, values) };
      } catch (error) {
        // graphql-js runs the query again, because it has the rules for errors in a response. Reads fail at once if the database
        // is unavailable or the query has read too much.
        if (isDatabaseUnavailable(error) || error === context.db.readSizeError) context.failReads(error);
        else context.resetLoaders();
      }
    }
    return execute({
      schema: this.#schema,
      document: this.#document,
      operationName: this.definition.name?.value,
      variableValues: variables.sent,
      contextValue: context,
    });
  }

  #findOrCreatePlan(): QueryPlan | undefined {
    this.#uses += 1;
    if (this.#uses < minUsesForPlan || this.#hasNoPlan) return undefined;
    const known = planCache.get(this.definition);
    if (known) return known;
    const plan = planQuery(this.#schema, this.#document, this.definition);
    if (plan) planCache.set(this.definition, plan);
    else this.#hasNoPlan = true;
    return plan;
  }
}

interface CachedDocument {
  readonly document: DocumentNode;
  /** The SHA-256 of the text, if a client names the document by it. */
  hash?: string;
}

/** The valid documents that were used last, by their text. */
export class OperationCache {
  readonly #schema: GraphQLSchema;
  readonly #textByHash = new Map<string, string>();
  readonly #documents = new LRUCache<string, CachedDocument>({
    max: maxDocuments,
    maxSize: maxTokens,
    sizeCalculation: ({ document }) => tokensOf(document),
    dispose: ({ hash }) => {
      if (hash !== undefined) this.#textByHash.delete(hash);
    },
  });
  readonly #operations = new WeakMap<OperationDefinitionNode, CachedOperation>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** Adds a valid document. */
  add(text: string, document: DocumentNode): void {
    if (text.length === 0 || text.length > maxDocumentCharacters || this.#documents.get(text)) return;
    this.#documents.set(text, { document });
  }

  /** Lets requests name a document by its SHA-256 as long as it is cached. Ignores documents that are not. */
  addHash(hash: string, text: string): void {
    const cached = this.#documents.get(text);
    if (cached === undefined) return;
    cached.hash = hash;
    this.#textByHash.set(hash, text);
  }

  /** Returns the text of a cached document by its SHA-256. */
  textOf(hash: string): string | undefined {
    return this.#textByHash.get(hash);
  }

  /**
   * Finds the operation of a document. Returns undefined if the document is not cached, has no operation of this name, or has
   * several operations and no name is given.
   */
  find(text: string, operationName: string | undefined): CachedOperation | undefined {
    const document = this.#documents.get(text)?.document;
    const operation = document && getOperationAST(document, operationName);
    if (!document || !operation) return undefined;
    const known = this.#operations.get(operation);
    if (known) return known;
    const created = new CachedOperation(this.#schema, document, operation);
    this.#operations.set(operation, created);
    return created;
  }
}

function tokensOf({ loc }: DocumentNode): number {
  let count = 1;
  for (let token = loc?.startToken.next; token; token = token.next) count += 1;
  return count;
}
