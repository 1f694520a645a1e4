import {
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  Lexer,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
  type SelectionSetNode,
  Source,
  TokenKind,
} from "graphql";
import { introspectionIsOff, queryTooComplex } from "../../graphql/errors/request-errors.js";
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
 * Braces, brackets and parentheses in each other. The stack bounds them as well, but at a depth that changes once V8 has compiled
 * the parser.
 */
const maxNesting = 1_000;

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
  checkTokens(text, limits);
  const document = parse(text);
  const selections = selectionsOf(document);
  checkLimit(limits, "selections", selections.length);
  if (!introspection && selections.some(isIntrospection)) throw introspectionIsOff();
  checkOperations(document, limits);
  return document;
}

function checkTokens(text: string, limits: Limits): void {
  const lexer = new Lexer(new Source(text));
  let nesting = 0;
  for (let count = 1; lexer.advance().kind !== TokenKind.EOF; count += 1) {
    if (count > limits.tokens) throw queryTooComplex({ limit: "tokens", max: limits.tokens });
    if (opening.has(lexer.token.kind)) nesting += 1;
    if (closing.has(lexer.token.kind)) nesting -= 1;
    if (nesting > maxNesting) throw queryTooComplex({ limit: "nesting", max: maxNesting });
  }
}

const opening: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

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
