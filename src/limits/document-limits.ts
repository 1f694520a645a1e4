import {
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
  type SelectionSetNode,
  type TypeNode,
  type ValueNode,
  type VariableDefinitionNode,
} from "graphql";
import { introspectionIsOff, queryTooComplex } from "../errors/request-errors.js";
import type { Limits } from "./limits.js";

/*
 * These limits come before validation, which takes much longer for some documents than for others: what gets there is
 * small. A fragment counts wherever it is spread, and is looked into once: fragments that double each other cost nothing.
 */

/** What an operation is measured by. */
type Measure = Pick<Limits, "depth" | "rootFields" | "aliases" | "directives">;

/** Tools ask for the schema this deep, however few levels an operator leaves to other queries. */
const introspectionDepth = 20;

/**
 * How deep values, and the types of variables, may lie in each other, such as lists in lists. The stack bounds it as well, but at a
 * depth that changes once V8 has compiled the parser.
 */
const maxValueDepth = 1_000;

/** What a document must keep to, apart from the schema. */
export interface DocumentRules {
  readonly limits: Limits;
  /** Whether the schema may be asked for. */
  readonly introspection: boolean;
}

/**
 * Parses a document.
 * @throws QUERY_TOO_COMPLEX when it exceeds a limit, GRAPHQL_VALIDATION_FAILED when it asks for the schema and must not;
 * GraphQL's own error when it cannot be parsed.
 */
export function readDocument(text: string, { limits, introspection }: DocumentRules): DocumentNode {
  checkLimit(limits, "characters", text.length);
  const document = parseWithin(text, limits);
  const selections = selectionsOf(document);
  checkLimit(limits, "selections", selections.length);
  checkValues(document, selections);
  if (!introspection && selections.some(isIntrospection)) throw introspectionIsOff();
  checkOperations(document, limits);
  return document;
}

function parseWithin(text: string, limits: Limits): DocumentNode {
  try {
    return parse(text, { maxTokens: limits.tokens });
  } catch (error) {
    if (error instanceof RangeError) throw queryTooComplex({ limit: "depth", max: limits.depth });
    if (error instanceof GraphQLError && /^Syntax Error: Document contains more/.test(error.message)) {
      throw queryTooComplex({ limit: "tokens", max: limits.tokens });
    }
    throw error;
  }
}

function checkValues({ definitions }: DocumentNode, selections: readonly SelectionNode[]): void {
  const variables = definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? (definition.variableDefinitions ?? []) : [],
  );
  let values: (ValueNode | TypeNode)[] = [
    ...variables.map(({ type }) => type),
    ...variables.flatMap(({ defaultValue }) => defaultValue ?? []),
    ...[...definitions, ...variables, ...selections].flatMap(argumentValues),
  ];
  for (let depth = 1; values.length > 0; depth += 1) {
    if (depth > maxValueDepth) throw queryTooComplex({ limit: "valueDepth", max: maxValueDepth });
    values = values.flatMap(valuesIn);
  }
}

/** What is given to a node and its directives. */
function argumentValues(node: DefinitionNode | VariableDefinitionNode | SelectionNode): ValueNode[] {
  const given = node.kind === Kind.FIELD ? (node.arguments ?? []) : [];
  const directives = "directives" in node ? (node.directives ?? []) : [];
  return [...given, ...directives.flatMap((directive) => directive.arguments ?? [])].map(({ value }) => value);
}

function valuesIn(value: ValueNode | TypeNode): readonly (ValueNode | TypeNode)[] {
  if (value.kind === Kind.LIST) return value.values;
  if (value.kind === Kind.LIST_TYPE || value.kind === Kind.NON_NULL_TYPE) return [value.type];
  return value.kind === Kind.OBJECT ? value.fields.map((field) => field.value) : [];
}

function checkOperations({ definitions }: DocumentNode, limits: Limits): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  checkLimit(limits, "fragments", fragments.size);
  const survey = new Survey(fragments);
  for (const operation of operations) {
    const measure = survey.of(operation);
    for (const limit of ["depth", "rootFields", "aliases", "directives"] as const) {
      checkLimit(limits, limit, measure[limit]);
    }
  }
}

function checkLimit(limits: Limits, limit: keyof Limits, actual: number): void {
  if (actual > limits[limit]) throw queryTooComplex({ limit, max: limits[limit], actual });
}

/** All fields and fragments of a document, as they are written. */
function selectionsOf({ definitions }: DocumentNode): SelectionNode[] {
  const selections = definitions.flatMap((definition) => setOf(definition)?.selections ?? []);
  // What is found is looked into in its turn.
  for (const selection of selections) selections.push(...(setOf(selection)?.selections ?? []));
  return selections;
}

function setOf(node: DefinitionNode | SelectionNode): SelectionSetNode | undefined {
  return "selectionSet" in node ? node.selectionSet : undefined;
}

/** As execution sees them: a fragment that is spread again beside itself adds nothing. */
export function withoutRepeatedSpreads(selections: readonly SelectionNode[]): readonly SelectionNode[] {
  const spread = new Set<string>();
  return selections.filter((selection) => {
    if (selection.kind !== Kind.FRAGMENT_SPREAD) return true;
    const { size } = spread;
    return spread.add(selection.name.value).size > size;
  });
}

/** Whether this asks for the schema. */
function isIntrospection(selection: SelectionNode): boolean {
  return selection.kind === Kind.FIELD && ["__schema", "__type"].includes(selection.name.value);
}

const nothing: Measure = { depth: 0, rootFields: 0, aliases: 0, directives: 0 };

/** Measures the operations of one document. */
class Survey {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #known = new Map<string, Measure>();

  constructor(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
    this.#fragments = fragments;
  }

  of({ directives = [], selectionSet }: OperationDefinitionNode): Measure {
    const measure = this.#selections(selectionSet);
    return { ...measure, directives: measure.directives + directives.length };
  }

  /** `rootFields` are those that lie directly in the object of the selections. */
  #selections({ selections }: SelectionSetNode): Measure {
    const sum = { ...nothing };
    for (const selection of withoutRepeatedSpreads(selections)) {
      const { depth, rootFields, aliases, directives } = this.#selection(selection);
      sum.depth = Math.max(sum.depth, depth);
      sum.rootFields += rootFields;
      sum.aliases += aliases;
      sum.directives += directives + (selection.directives?.length ?? 0);
    }
    return sum;
  }

  #selection(selection: SelectionNode): Measure {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.#fragment(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return this.#selections(selection.selectionSet);
    const { alias, selectionSet } = selection;
    const inside = selectionSet ? this.#selections(selectionSet) : nothing;
    const depth = 1 + inside.depth;
    return {
      ...inside,
      depth: isIntrospection(selection) && depth <= introspectionDepth ? 1 : depth,
      rootFields: 1,
      aliases: inside.aliases + (alias === undefined ? 0 : 1),
    };
  }

  #fragment(name: string): Measure {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    // Until more is known: fragments that lead back to themselves are for validation to refuse.
    this.#known.set(name, nothing);
    const fragment = this.#fragments.get(name);
    if (fragment === undefined) return nothing;
    const measure = this.#selections(fragment.selectionSet);
    const own = { ...measure, directives: measure.directives + (fragment.directives?.length ?? 0) };
    this.#known.set(name, own);
    return own;
  }
}
