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
 * Executes a query by its plan.
 * @param variables are coerced by graphql-js.
 * @returns the data of the response.
 * @throws the error of any field. graphql-js must then execute the query, because it has the rules for errors.
 */
export function runPlan(plan: QueryPlan, context: Context, variables: Variables): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => new Run(plan, context, variables, resolve, reject).start());
}

/**
 * One execution of a plan. It continues after an error, as graphql-js does, so that each promise gets a handler: Node.js ends
 * the process when a promise without a handler is rejected.
 */
class Run implements PlanRun {
  readonly #plan: QueryPlan;
  readonly #context: Context;
  readonly #variables: Variables;
  readonly #resolve: (data: Record<string, unknown>) => void;
  readonly #reject: (error: unknown) => void;
  readonly #arguments: Arguments[] = [];
  readonly #infos: GraphQLResolveInfo[] = [];
  /** The number of promises that are not resolved yet, and one for the start. */
  #pending = 1;
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
    this.#decrementPending();
  }

  object({ fields }: ObjectPlan, source: unknown): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    for (const field of fields) {
      if (field.typeName !== undefined) {
        object[field.key] = field.typeName;
        continue;
      }
      try {
        this.#setValue(field.complete, this.#resolveField(field, source), object, field.key);
      } catch (error) {
        this.#reject(error);
      }
    }
    return object;
  }

  list(complete: Complete, values: readonly unknown[]): unknown[] {
    this.#checkDeadline(values);
    const list: unknown[] = new Array(values.length);
    for (let index = 0; index < values.length; index += 1) {
      try {
        this.#setValue(complete, values[index], list, index);
      } catch (error) {
        this.#reject(error);
      }
    }
    return list;
  }

  #checkDeadline(values: readonly unknown[]): void {
    try {
      this.#context.deadline?.check();
    } catch (error) {
      // These promises are not used. Without a handler, Node.js would end the process if one of them is rejected.
      for (const value of values) if (isPromise(value)) value.then(undefined, () => {});
      throw error;
    }
  }

  #resolveField(field: FieldPlan, source: unknown): unknown {
    const { resolve, name } = field.definition;
    if (resolve) return resolve(source, this.#argumentsOf(field), this.#context, this.#infoOf(field));
    // This is the default resolver of graphql-js.
    if ((typeof source !== "object" && typeof source !== "function") || source === null) return undefined;
    const property = (source as Record<string, unknown>)[name];
    if (typeof property !== "function") return property;
    return (source as Record<string, (...args: unknown[]) => unknown>)[name]?.(
      this.#argumentsOf(field),
      this.#context,
      this.#infoOf(field),
    );
  }

  /** Completes a value and sets it in its object or list, after its promise is resolved. */
  #setValue<Key extends string | number>(
    complete: Complete,
    value: unknown,
    target: Record<Key, unknown>,
    key: Key,
  ): void {
    if (!isPromise(value)) {
      target[key] = complete(this, value);
      return;
    }
    // The key is added now, so that the fields keep their order.
    target[key] = null;
    this.#pending += 1;
    value.then((resolved) => {
      try {
        target[key] = complete(this, resolved);
        this.#decrementPending();
      } catch (error) {
        this.#reject(error);
      }
    }, this.#reject);
  }

  #decrementPending(): void {
    this.#pending -= 1;
    if (this.#pending === 0) this.#resolve(this.#data);
  }

  #argumentsOf(field: FieldPlan): Arguments {
    const known = field.constants ?? this.#arguments[field.index];
    if (known) return known;
    const [node] = field.nodes;
    // All objects share the arguments. A resolver that changes them throws an error, and graphql-js executes the query.
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

/** A class, because creating an object literal with a getter takes several times as long. */
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
    throw new Error("A query plan has no paths of fields. Only graphql-js has them.");
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
