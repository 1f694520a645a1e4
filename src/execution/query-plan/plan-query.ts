import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getArgumentValues,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
} from "graphql";
import { completeLeaf, completeList, completeNonNull, completeObject } from "./complete.js";
import type { Arguments, Complete, FieldPlan, ObjectPlan, QueryPlan } from "./query-plan.js";

/** The maximum number of selections in a plan. A fragment counts at each place where it is spread. */
const maxSelections = 2_000;

/** Is thrown for a query that cannot be planned. */
class NotPlanned extends Error {}

/** Plans a valid query. Returns undefined if only graphql-js can execute it. */
export function planQuery(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): QueryPlan | undefined {
  const type = schema.getQueryType();
  if (operation.operation !== "query" || !type || operation.directives?.length) return undefined;
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  try {
    const planner = new Planner(schema, fragments);
    const root = planner.object(type, [operation.selectionSet]);
    return { schema, operation, fragments, root, size: planner.fields };
  } catch (error) {
    if (error instanceof NotPlanned) return undefined;
    throw error;
  }
}

class Planner {
  readonly #schema: GraphQLSchema;
  readonly #fragments: QueryPlan["fragments"];
  #selectionsLeft = maxSelections;
  /** The number of planned fields. */
  fields = 0;

  constructor(schema: GraphQLSchema, fragments: QueryPlan["fragments"]) {
    this.#schema = schema;
    this.#fragments = fragments;
  }

  object(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): ObjectPlan {
    // graphql-js calls `isTypeOf` for each object, which a plan does not do.
    if (type.isTypeOf) throw new NotPlanned();
    const nodesByKey = new Map<string, FieldNode[]>();
    const visitedFragments = new Set<string>();
    for (const set of sets) this.#collect(type, set, nodesByKey, visitedFragments);
    return { type, fields: [...nodesByKey].map(([key, nodes]) => this.#field(type, key, nodes)) };
  }

  /** Collects the fields of a type, as `collectFields` of graphql-js does it for documents without directives. */
  #collect(
    type: GraphQLObjectType,
    { selections }: SelectionSetNode,
    nodesByKey: Map<string, FieldNode[]>,
    visitedFragments: Set<string>,
  ): void {
    for (const selection of selections) {
      this.#selectionsLeft -= 1;
      if (this.#selectionsLeft < 0 || selection.directives?.length) throw new NotPlanned();
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const nodes = nodesByKey.get(key);
        if (nodes) nodes.push(selection);
        else nodesByKey.set(key, [selection]);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const name = selection.name.value;
        if (visitedFragments.has(name)) continue;
        visitedFragments.add(name);
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments[selection.name.value] : selection;
      if (fragment && this.#matches(type, fragment.typeCondition?.name.value)) {
        this.#collect(type, fragment.selectionSet, nodesByKey, visitedFragments);
      }
    }
  }

  #matches(type: GraphQLObjectType, condition: string | undefined): boolean {
    if (condition === undefined || condition === type.name) return true;
    const conditionType = this.#schema.getType(condition);
    return isAbstractType(conditionType) && this.#schema.isSubType(conditionType, type);
  }

  #field(parentType: GraphQLObjectType, key: string, nodes: readonly FieldNode[]): FieldPlan {
    const name = nodes[0]?.name.value ?? "";
    const definition = name === TypeNameMetaFieldDef.name ? TypeNameMetaFieldDef : parentType.getFields()[name];
    // The key `__proto__` would change the prototype of the object. graphql-js executes `__schema` and `__type`.
    if (!definition || (key.startsWith("__") && key !== TypeNameMetaFieldDef.name)) throw new NotPlanned();
    const index = this.fields++;
    const typeName = definition === TypeNameMetaFieldDef ? parentType.name : undefined;
    const constants = constantArguments(definition, nodes[0]);
    const complete = this.#complete(definition.type, nodes);
    return { key, definition, typeName, nodes, parentType, index, constants, complete };
  }

  #complete(type: GraphQLOutputType, nodes: readonly FieldNode[]): Complete {
    if (isNonNullType(type)) return completeNonNull(this.#complete(type.ofType, nodes));
    if (isListType(type)) return completeList(this.#complete(type.ofType, nodes));
    if (isLeafType(type)) return completeLeaf(type);
    if (!isObjectType(type)) throw new NotPlanned();
    return completeObject(
      this.object(
        type,
        nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
      ),
    );
  }
}

/**
 * Returns the arguments of a field if they are the same for each request. Arguments with lists or objects are read again for
 * each request, because a resolver can change their elements.
 */
function constantArguments(definition: FieldPlan["definition"], node: FieldNode | undefined): Arguments | undefined {
  if (!node?.arguments?.every(({ value }) => constantKinds.has(value.kind))) return undefined;
  try {
    const values = getArgumentValues(definition, node);
    const isConstant = Object.values(values).every((value) => typeof value !== "object" || value === null);
    return isConstant ? Object.freeze(values) : undefined;
  } catch {
    // The same error occurs again in each request, which reports it.
    return undefined;
  }
}

const constantKinds: ReadonlySet<Kind> = new Set([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.ENUM,
  Kind.NULL,
]);
