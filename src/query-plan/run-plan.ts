import { type GraphQLResolveInfo, getArgumentValues } from "graphql";
import type { Context } from "../context.js";
import type { Variables } from "../limits/variable-values.js";
import type { Complete, FieldPlan, ObjectPlan, PlanRun, QueryPlan } from "./query-plan.js";

type Arguments = Record<string, unknown>;

/**
 * The data of a query's answer.
 * @param variables as graphql-js has read them.
 * @throws what any field throws: what the answer is then, graphql-js decides.
 */
export function runPlan(plan: QueryPlan, context: Context, variables: Variables): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => new Run(plan, context, variables, resolve, reject).start());
}

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
      const value = this.#valueOf(field, source);
      if (isPromise(value)) this.#wait(field.complete, value, object, field.key);
      else object[field.key] = field.complete(this, value);
    }
    return object;
  }

  list(complete: Complete, values: readonly unknown[]): unknown[] {
    try {
      this.#context.deadline?.check();
      return this.#completed(complete, values);
    } catch (error) {
      // Nothing waits for the others any more. Node.js would report those that fail as unhandled.
      for (const value of values) if (isPromise(value)) value.then(undefined, () => {});
      throw error;
    }
  }

  #completed(complete: Complete, values: readonly unknown[]): unknown[] {
    const list: unknown[] = new Array(values.length);
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index];
      if (isPromise(value)) this.#wait(complete, value, list, index);
      else list[index] = complete(this, value);
    }
    return list;
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

  /** Puts in its place what is there already, so that the fields of an object keep their order. */
  #wait<Key extends string | number>(
    complete: Complete,
    promise: PromiseLike<unknown>,
    target: Record<Key, unknown>,
    key: Key,
  ): void {
    target[key] = null;
    this.#waiting += 1;
    promise.then((value) => {
      try {
        target[key] = complete(this, value);
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
    const known = this.#arguments[field.index];
    if (known) return known;
    const [node] = field.nodes;
    // All objects share them. A resolver that changes its arguments throws here, and graphql-js executes the query.
    const values = Object.freeze(node ? getArgumentValues(field.definition, node, this.#variables) : {});
    this.#arguments[field.index] = values;
    return values;
  }

  #infoOf(field: FieldPlan): GraphQLResolveInfo {
    const known = this.#infos[field.index];
    if (known) return known;
    const { schema, fragments, operation } = this.#plan;
    const info: GraphQLResolveInfo = {
      fieldName: field.definition.name,
      fieldNodes: field.nodes,
      returnType: field.definition.type,
      parentType: field.parentType,
      get path(): never {
        throw new Error("The path of a field is known to graphql-js alone.");
      },
      schema,
      fragments,
      rootValue: undefined,
      operation,
      variableValues: this.#variables,
    };
    this.#infos[field.index] = info;
    return info;
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
