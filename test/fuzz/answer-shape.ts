import {
  type DocumentNode,
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  getOperationAST,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from "graphql";
import type { GeneratedOperation } from "../execution/operation-writer.js";

interface SelectedSet {
  readonly set: SelectionSetNode;
  /** True if it is present for all variables. */
  readonly isCertain: boolean;
}

/** A field that a response can have at a key. */
interface Selected {
  readonly type: GraphQLOutputType;
  readonly sets: SelectedSet[];
  /** True if it must be present. */
  isCertain: boolean;
}

const scalars: Readonly<Record<string, (value: unknown) => boolean>> = {
  Boolean: (value) => typeof value === "boolean",
  Int: (value) => Number.isInteger(value) && Math.abs(Number(value)) <= 2_147_483_648,
  Float: (value) => Number.isFinite(value),
  String: (value) => typeof value === "string",
  ID: (value) => typeof value === "string",
  DateTime: (value) => typeof value === "string" && !Number.isNaN(Date.parse(value)),
  JSON: (value) => value !== undefined,
  JSONObject: (value) => typeof value === "object" && !Array.isArray(value),
};

/** Returns the paths in the data of a response that do not match the schema. */
export function faultsIn(schema: GraphQLSchema, { query, operationName }: GeneratedOperation, data: unknown): string[] {
  const document = parse(query);
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) throw new Error("Expected a document with an operation.");
  return new Shape(schema, document).faults(root, [{ set: operation.selectionSet, isCertain: true }], data, "data");
}

class Shape {
  readonly #schema: GraphQLSchema;
  readonly #document: DocumentNode;

  constructor(schema: GraphQLSchema, document: DocumentNode) {
    this.#schema = schema;
    this.#document = document;
  }

  faults(type: GraphQLOutputType, sets: readonly SelectedSet[], value: unknown, path: string): string[] {
    if (isNonNullType(type)) return value === null ? [path] : this.faults(type.ofType, sets, value, path);
    if (value === null) return [];
    if (isListType(type)) {
      if (!Array.isArray(value)) return [path];
      return value.flatMap((element, index) => this.faults(type.ofType, sets, element, `${path}.${index}`));
    }
    if (isEnumType(type)) return type.getValue(String(value)) ? [] : [path];
    if (!isCompositeType(type)) return scalars[type.name]?.(value) ? [] : [path];
    if (typeof value !== "object" || Array.isArray(value)) return [path];
    // An object of an abstract type can match any of its types.
    const types = isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [type];
    const each = types.map((possible) => this.#faultsInObject(possible.name, sets, value as object, path));
    return each.find((faults) => faults.length === 0) ?? each[0] ?? [path];
  }

  #faultsInObject(type: string, sets: readonly SelectedSet[], value: object, path: string): string[] {
    const selected = new Map<string, Selected>();
    for (const { set, isCertain } of sets) this.#select(type, set, isCertain, selected);
    const unasked = Object.keys(value).filter((key) => !selected.has(key));
    const inside = [...selected].flatMap(([key, field]) => {
      const at = `${path}.${key}`;
      if (!Object.hasOwn(value, key)) return field.isCertain ? [at] : [];
      return this.faults(field.type, field.sets, (value as Record<string, unknown>)[key], at);
    });
    return [...unasked.map((key) => `${path}.${key}`), ...inside];
  }

  #select(type: string, { selections }: SelectionSetNode, isCertain: boolean, selected: Map<string, Selected>): void {
    for (const selection of selections) {
      const certain = isCertain && !selection.directives?.length;
      if (selection.kind === Kind.FIELD) this.#selectField(type, selection, certain, selected);
      else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragment(selection.name.value);
        if (this.#applies(fragment?.typeCondition?.name.value, type) && fragment) {
          this.#select(type, fragment.selectionSet, certain, selected);
        }
      }
    }
  }

  #selectField(type: string, node: FieldNode, isCertain: boolean, selected: Map<string, Selected>): void {
    const { name, alias, selectionSet } = node;
    const object = this.#schema.getType(type);
    const meta = [SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef].find(
      (field) => field.name === name.value,
    );
    const field = meta ?? (isObjectType(object) ? object.getFields()[name.value] : undefined);
    if (field === undefined) return;
    const key = alias?.value ?? name.value;
    const known = selected.get(key) ?? { type: field.type, sets: [], isCertain: false };
    known.isCertain ||= isCertain;
    if (selectionSet) known.sets.push({ set: selectionSet, isCertain });
    selected.set(key, known);
  }

  #fragment(name: string) {
    const fragments = this.#document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    return fragments.find((fragment) => fragment.name.value === name);
  }

  #applies(condition: string | undefined, type: string): boolean {
    if (condition === undefined || condition === type) return true;
    const [abstract, object] = [this.#schema.getType(condition), this.#schema.getType(type)];
    return isAbstractType(abstract) && isObjectType(object) && this.#schema.isSubType(abstract, object);
  }
}
