import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
} from "graphql";
import { LRUCache } from "lru-cache";
import { type Requirements, requirementsOf } from "../auth/requirements.js";
import type { Context } from "../context.js";
import { isDatabaseUnavailable } from "../database/errors.js";
import { operationCost } from "../limits/operation-cost.js";
import type { Variables } from "../limits/variable-values.js";
import { compileOperation, type Run } from "./compiled-operation.js";

const maxCharacters = 10_000_000;
const maxDocumentCharacters = 20_000;
const maxOperations = 1_000;
/** Compiling takes milliseconds, and the result takes room: it is for what is sent again and again. */
const compiledAtUse = 3;

/** An operation of a document that was found valid. */
export class KnownOperation {
  readonly #schema: GraphQLSchema;
  readonly #document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  #requirements: Requirements | undefined;
  #cost: ((variables: Variables) => number) | undefined;
  #uses = 0;
  #compiled: Run | null = null;

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

  /** What the operation uses that declares who may use it. */
  requirements(variables: Variables): Requirements {
    if (this.#requirements) return this.#requirements;
    const requirements = requirementsOf(this.#schema, this.#document, this.definition, variables);
    if (requirements.isSettled && !requirements.fault) this.#requirements = requirements;
    return requirements;
  }

  /** What the operation costs at most: roughly how many objects its answer may have. */
  cost(variables: Variables): number {
    this.#cost ??= operationCost(this.#schema, this.#document, this.definition);
    return this.#cost(variables);
  }

  /** What graphql-js answers. Its caller must have been checked. */
  async run(context: Context, variables: Variables): Promise<ExecutionResult> {
    const compiled = this.#compile();
    const values = compiled && this.#valuesOf(variables);
    if (compiled && values) {
      const result = await compiled(context, values);
      if (!result.errors || isUnavailable(result)) return result;
      // About errors graphql-js is the authority, and a query can be run again.
      context.resetLoaders();
    }
    return execute({
      schema: this.#schema,
      document: this.#document,
      operationName: this.definition.name?.value,
      variableValues: variables,
      contextValue: context,
    });
  }

  /** The variables as graphql-js reads them; undefined where one is of the wrong type. */
  #valuesOf(variables: Variables): Variables | undefined {
    return getVariableValues(this.#schema, this.definition.variableDefinitions ?? [], variables).coerced;
  }

  #compile(): Run | null {
    this.#uses += 1;
    if (this.#uses === compiledAtUse && this.isQuery) {
      this.#compiled = compileOperation(this.#schema, this.#document, this.definition.name?.value);
    }
    return this.#compiled;
  }
}

/** Whether all that went wrong is that the database is away: nothing is gained by asking it again. */
function isUnavailable({ errors = [] }: ExecutionResult): boolean {
  return errors.every(({ originalError }) => isDatabaseUnavailable(originalError));
}

/** The operations that were sent lately and found valid, by their texts. */
export class KnownOperations {
  readonly #schema: GraphQLSchema;
  readonly #documents = new LRUCache<string, DocumentNode>({
    max: maxOperations,
    maxSize: maxCharacters,
    sizeCalculation: (_, text) => text.length,
  });
  readonly #operations = new WeakMap<OperationDefinitionNode, KnownOperation>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** Remembers a document that is valid. */
  add(text: string, document: DocumentNode): void {
    if (text.length > 0 && text.length <= maxDocumentCharacters) this.#documents.set(text, document);
  }

  /** Undefined for a document that is not known, and one that has no such operation, or several where none is named. */
  find(text: string, operationName: string | undefined): KnownOperation | undefined {
    const document = this.#documents.get(text);
    const operation = document && getOperationAST(document, operationName);
    if (!document || !operation) return undefined;
    const known = this.#operations.get(operation) ?? new KnownOperation(this.#schema, document, operation);
    this.#operations.set(operation, known);
    return known;
  }
}
