import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  type OperationDefinitionNode,
} from "graphql";
import type { Context } from "../../access/context.js";
import type { Variables } from "../../graphql/cost/variable-values.js";
import type { Arguments, Complete, FieldPlan, ObjectPlan, PlanRun, QueryPlan } from "./query-plan.js";

/**
 * The data of a query's answer.
 * @param variables as graphql-js has read them.
 * @throws what any field throws: what the answer is then, graphql-js decides.
 */
export function runPlan(plan: QueryPlan, context: Context, variables: Variables): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => new Run(plan, context, variables, resolve, reject).start());
}

/**
 * One execution of a plan. After a failure it goes on, as graphql-js does: what is resolved may hold promises that fail, too,
 * and Node.js ends a process for a failure that nothing waits for.
 */
class Run implements PlanRun {
  readonly #plan: QueryPlan;
  readonly #context: Context;
  readonly #variables: Variables;
  readonly #resolve: (data: Record<string, unknown>) => void;
  readonly #reject: (error: unknown) => void;
  readonly #arguments: Arguments[] = [];
  readonly #infos: GraphQLResolveInfo[] = [];
  /** How many values are waited for. */
  #waiting = 1;
  #data: Record<string, unknown> = {};

  constructor(
    plan: QueryPlan,
    context: Context,
    variables: Variables,
    resolve: (data: Record<string, unknown>) => void,
    reject: (error: unknown) => void,
  ) {
    this.#plan = plan;
    this.#context = context;
    this.#variables = variables;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  start(): void {
    this.#data = this.object(this.#plan.root, undefined);
    this.#arrived();
  }

  object({ fields }: ObjectPlan, source: unknown): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    for (const field of fields) {
      if (field.typeName !== undefined) {
        object[field.key] = field.typeName;
        continue;
      }
      try {
        this.#place(field.complete, this.#valueOf(field, source), object, field.key);
      } catch (error) {
        this.#reject(error);
      }
    }
    return object;
  }

  list(complete: Complete, values: readonly unknown[]): unknown[] {
    this.#checkTime(values);
    const list: unknown[] = new Array(values.length);
    for (let index = 0; index < values.length; index += 1) {
      try {
        this.#place(complete, values[index], list, index);
      } catch (error) {
        this.#reject(error);
      }
    }
    return list;
  }

  #checkTime(values: readonly unknown[]): void {
    try {
      this.#context.deadline?.check();
    } catch (error) {
      // Nothing waits for these any more. Node.js would report those that fail as unhandled.
      for (const value of values) if (isPromise(value)) value.then(undefined, () => {});
      throw error;
    }
  }

  #valueOf(field: FieldPlan, source: unknown): unknown {
    const { resolve, name } = field.definition;
    if (resolve) return resolve(source, this.#argumentsOf(field), this.#context, this.#infoOf(field));
    // As graphql-js does it where there is no resolver.
    if ((typeof source !== "object" && typeof source !== "function") || source === null) return undefined;
    const property = (source as Record<string, unknown>)[name];
    if (typeof property !== "function") return property;
    return (source as Record<string, (...args: unknown[]) => unknown>)[name]?.(
      this.#argumentsOf(field),
      this.#context,
      this.#infoOf(field),
    );
  }

  /** Puts a value into its object or list, when it is there. */
  #place<Key extends string | number>(
    complete: Complete,
    value: unknown,
    target: Record<Key, unknown>,
    key: Key,
  ): void {
    if (!isPromise(value)) {
      target[key] = complete(this, value);
      return;
    }
    // The fields of an object keep their order.
    target[key] = null;
    this.#waiting += 1;
    value.then((resolved) => {
      try {
        target[key] = complete(this, resolved);
        this.#arrived();
      } catch (error) {
        this.#reject(error);
      }
    }, this.#reject);
  }

  #arrived(): void {
    this.#waiting -= 1;
    if (this.#waiting === 0) this.#resolve(this.#data);
  }

  #argumentsOf(field: FieldPlan): Arguments {
    const known = field.constants ?? this.#arguments[field.index];
    if (known) return known;
    const [node] = field.nodes;
    // All objects share them. A resolver that changes its arguments throws here, and graphql-js executes the query.
    const values: Arguments = Object.freeze(node ? getArgumentValues(field.definition, node, this.#variables) : {});
    this.#arguments[field.index] = values;
    return values;
  }

  #infoOf(field: FieldPlan): GraphQLResolveInfo {
    const known = this.#infos[field.index];
    if (known) return known;
    const info = new FieldInfo(this.#plan, field, this.#variables);
    this.#infos[field.index] = info;
    return info;
  }
}

/** A class, because a literal with a getter takes several times as long to make. */
class FieldInfo implements GraphQLResolveInfo {
  readonly fieldName: string;
  readonly fieldNodes: readonly FieldNode[];
  readonly returnType: GraphQLOutputType;
  readonly parentType: GraphQLObjectType;
  readonly schema: GraphQLSchema;
  readonly fragments: QueryPlan["fragments"];
  readonly rootValue = undefined;
  readonly operation: OperationDefinitionNode;
  readonly variableValues: Variables;

  constructor({ schema, fragments, operation }: QueryPlan, field: FieldPlan, variables: Variables) {
    this.fieldName = field.definition.name;
    this.fieldNodes = field.nodes;
    this.returnType = field.definition.type;
    this.parentType = field.parentType;
    this.schema = schema;
    this.fragments = fragments;
    this.operation = operation;
    this.variableValues = variables;
  }

  get path(): never {
    throw new Error("The path of a field is known to graphql-js alone.");
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
