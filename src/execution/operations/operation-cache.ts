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
import { type Requirements, requirementsOf } from "../../access/auth/requirements.js";
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

/** A token of a document that is kept takes about 240 bytes: 60 MB in all. */
const maxTokens = 250_000;
const maxDocumentCharacters = 20_000;
const maxDocuments = 1_000;
/** A plan takes time to make and room to keep: it is for documents that are sent again. */
const plannedAtUse = 3;
const stopAtFirstError = { maxErrors: 1 };

/** An operation of a document that was found valid. */
export class CachedOperation {
  readonly #schema: GraphQLSchema;
  readonly #document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  #requirements: Requirements | undefined;
  #refuses: boolean | undefined;
  #cost: ((variables: Variables) => number) | undefined;
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

  /** What the operation uses that declares who may use it. */
  requirements(variables: RequestVariables): Requirements {
    if (this.#requirements) {
      const fault = this.#read(variables).errors?.[0];
      return fault ? { ...this.#requirements, fault } : this.#requirements;
    }
    const requirements = requirementsOf(this.#schema, this.#document, this.definition, variables.sent);
    if (requirements.isComplete && !requirements.fault && !this.#mayRefuse()) this.#requirements = requirements;
    return requirements;
  }

  /** Whether what refuses the operation has to be looked for each time. */
  #mayRefuse(): boolean {
    this.#refuses ??= mayRefuseArguments(this.#schema, this.#document, this.definition);
    return this.#refuses;
  }

  /** What the operation costs at most: roughly how many objects its answer may have. */
  cost({ sent }: RequestVariables): number {
    this.#cost ??= operationCost(this.#schema, this.#document, this.definition);
    return this.#cost(sent);
  }

  /**
   * Executes the operation. The caller must have been checked. The result is the one of graphql-js, or an error alone where
   * too much was read.
   */
  async run(context: Context, variables: RequestVariables): Promise<ExecutionResult> {
    const result = await this.#execute(context, variables);
    return withoutLargeReads(result, context);
  }

  async #execute(context: Context, variables: RequestVariables): Promise<ExecutionResult> {
    const plan = this.#planned();
    const values = plan && this.#read(variables).coerced;
    if (plan && values) {
      try {
        return { data: await runPlan(plan, context, values) };
      } catch (error) {
        // graphql-js decides what an error does to the answer, and it is safe to run a query again. A database that is away
        // is not asked again.
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

  /** The variables of a request as graphql-js reads them. They are read once. */
  #read(variables: RequestVariables) {
    variables.read ??= getVariableValues(
      this.#schema,
      this.definition.variableDefinitions ?? [],
      variables.sent,
      stopAtFirstError,
    );
    return variables.read;
  }

  #planned(): QueryPlan | undefined {
    this.#uses += 1;
    if (this.#uses < plannedAtUse || this.#hasNoPlan) return undefined;
    const known = planCache.get(this.definition);
    if (known) return known;
    const plan = planQuery(this.#schema, this.#document, this.definition);
    if (plan) planCache.set(this.definition, plan);
    else this.#hasNoPlan = true;
    return plan;
  }
}

/** The operations that were sent lately and found valid, by their texts. */
export class OperationCache {
  readonly #schema: GraphQLSchema;
  readonly #documents = new LRUCache<string, DocumentNode>({
    max: maxDocuments,
    maxSize: maxTokens,
    sizeCalculation: tokensOf,
  });
  readonly #operations = new WeakMap<OperationDefinitionNode, CachedOperation>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** Remembers a document that is valid. */
  add(text: string, document: DocumentNode): void {
    if (text.length > 0 && text.length <= maxDocumentCharacters) this.#documents.set(text, document);
  }

  /** Undefined for a document that is not known, and one that has no such operation, or several where none is named. */
  find(text: string, operationName: string | undefined): CachedOperation | undefined {
    const document = this.#documents.get(text);
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
