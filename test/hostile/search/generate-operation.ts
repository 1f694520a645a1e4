import {
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  OperationTypeNode,
} from "graphql";
import type { Random } from "../../benchmark/random.js";
import type { Argument, CallerKind, Operation, Selection } from "./operation.js";
import { scalarValue } from "./scalar-values.js";

const maxDepth = 6;
const maxInputDepth = 5;
/** The root fields for customers. */
const customerRoots = ["viewer"];
/** Root fields that are not used, because they concern the caller only or are cheap. */
const leftOut = new Set(["customerLogin", "userLogin", "apiKeyCreate", "userCreate", "userDelete", "apiKeyRevoke"]);

/** Generates valid operations of a schema, more often large than small ones. */
export class OperationGenerator {
  readonly #schema: GraphQLSchema;
  readonly #random: Random;

  constructor(schema: GraphQLSchema, random: Random) {
    this.#schema = schema;
    this.#random = random;
  }

  operation(): Operation {
    const caller: CallerKind = this.#oneIn(6) ? "customer" : "staff";
    const kind = caller === "staff" && this.#oneIn(5) ? OperationTypeNode.MUTATION : OperationTypeNode.QUERY;
    return {
      kind,
      caller,
      selections: Array.from({ length: 1 + this.#random.below(2) }, () => this.root(kind, caller)),
    };
  }

  /** A field of the operation itself. */
  root(kind: Operation["kind"], caller: CallerKind): Selection {
    const type = this.#schema.getRootType(kind);
    if (!type) throw new Error(`Expected a schema with a root type for ${kind}.`);
    const fields = Object.values(type.getFields()).filter(({ name }) =>
      caller === "customer" ? customerRoots.includes(name) : !leftOut.has(name),
    );
    return this.#selection(this.#random.pick(fields), maxDepth);
  }

  /** Generates a value for an argument of any type. */
  argument(name: string, type: GraphQLInputType, owner: string): Argument {
    return { type: String(type), value: this.#input(name, type, owner, maxInputDepth) };
  }

  typeOf(name: string): GraphQLInputType | undefined {
    const type = this.#schema.getType(name.replaceAll(/[[\]!]/g, ""));
    return isInputObjectType(type) ? type : undefined;
  }

  #selection(field: GraphQLField<unknown, unknown>, depth: number, on?: string): Selection {
    const type = getNamedType(field.type);
    const args: Record<string, Argument> = {};
    for (const argument of field.args) {
      const isRequired = isNonNullType(argument.type) && argument.defaultValue === undefined;
      // Most pages use only `first`.
      const isRare = ["last", "after", "before"].includes(argument.name);
      if (isRequired || (!isRare && this.#oneIn(argument.name === "first" ? 1 : 3))) {
        args[argument.name] = this.argument(argument.name, argument.type, type.name);
      }
    }
    return { name: field.name, on, args, selections: this.#selections(type, depth - 1) };
  }

  #selections(type: GraphQLNamedType, depth: number): Selection[] {
    if (isLeafType(type)) return [];
    if (isAbstractType(type)) {
      const possible = this.#random.pick(this.#schema.getPossibleTypes(type));
      return this.#fieldsOf(possible, depth, possible.name);
    }
    return isObjectType(type) ? this.#fieldsOf(type, depth) : [];
  }

  #fieldsOf(type: GraphQLNamedType, depth: number, on?: string): Selection[] {
    if (!isObjectType(type)) return [];
    const fields = Object.values(type.getFields());
    const leaves = fields.filter((field) => isLeafType(getNamedType(field.type)) && field.args.length === 0);
    const inner = fields.filter((field) => !leaves.includes(field));
    const chosen = leaves.filter(() => this.#oneIn(2)).map((field) => this.#selection(field, depth, on));
    if (depth > 0 && inner.length > 0) {
      const count = 1 + (this.#oneIn(3) ? 1 : 0);
      for (let n = 0; n < count; n += 1) chosen.push(this.#selection(this.#random.pick(inner), depth, on));
    }
    return chosen.length > 0 ? chosen : [{ name: "__typename", on, args: {}, selections: [] }];
  }

  #input(name: string, type: GraphQLInputType, owner: string, depth: number): unknown {
    if (isNonNullType(type)) return this.#input(name, type.ofType, owner, depth);
    if (isListType(type)) return this.#list(name, type.ofType, owner, depth);
    if (isInputObjectType(type)) return this.#object(type, depth);
    if (isEnumType(type)) return this.#random.pick(type.getValues()).name;
    return scalarValue(this.#random, { name, type: type.name, owner });
  }

  #list(name: string, type: GraphQLInputType, owner: string, depth: number): unknown[] {
    const one = () => this.#input(name, type, owner, depth - 1);
    // A list is sorted once by each field.
    const max = name === "sort" ? 1 : 5;
    if (isInputObjectType(getNamedType(type))) return Array.from({ length: 1 + this.#random.below(max) }, one);
    const value = one();
    // Some lists of ids are long.
    const [, kind] = (typeof value === "string" && /^\$(\w+):\d+$/.exec(value)) || [];
    if (kind !== undefined && this.#oneIn(2)) return [`$${kind}s:${this.#random.pick([100, 250, 1_000, 10_000])}`];
    return [value];
  }

  #object(type: GraphQLInputObjectType, depth: number): Record<string, unknown> {
    const all = Object.values(type.getFields());
    const required = all.filter((field) => isNonNullType(field.type) && field.defaultValue === undefined);
    const optional = all.filter(
      (field) => !required.includes(field) && (depth > 1 || !isInputObjectType(getNamedType(field.type))),
    );
    // A new object has most of its fields. A filter has few.
    const isFilter = type.name.endsWith("Filter") || type.name.endsWith("Sort");
    const chosen = isFilter
      ? Array.from({ length: 1 + this.#random.below(2) }, () => this.#random.pick(optional.length > 0 ? optional : all))
      : optional.filter(() => !this.#oneIn(3));
    return Object.fromEntries(
      [...required, ...chosen].map((field) => [field.name, this.#input(field.name, field.type, type.name, depth - 1)]),
    );
  }

  #oneIn(count: number): boolean {
    return this.#random.below(count) === 0;
  }
}
