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
import { documentNotTrusted, introspectionIsOff, queryTooComplex } from "../../graphql/errors/request-errors.js";
import type { Limits } from "./limits.js";
import type { TrustedDocuments } from "./trusted-documents.js";

/*
 * These limits are checked before validation, because validation of a large document can take very long. A fragment counts at
 * each place where it is spread. It is measured once, so that fragments which spread other fragments twice take no time.
 */

/** The measured values of an operation or of a part of it. */
type Measure = Pick<Limits, "depth" | "rootFields" | "aliases" | "directives">;

/** The introspection queries of tools are this deep. They are allowed even if the limit for other queries is lower. */
const introspectionDepth = 20;

/**
 * The maximum number of braces, brackets and parentheses inside each other. Without it the parser fails when the stack is full,
 * at a depth that changes after V8 has compiled the parser.
 */
const maxNesting = 1_000;

/** The rules for documents that do not depend on the schema. */
export interface DocumentRules {
  readonly limits: Limits;
  /** True if introspection is allowed. */
  readonly introspection: boolean;
  /** The documents that are approved. Undefined if there are none, so that all are allowed. */
  readonly trustedDocuments?: TrustedDocuments | undefined;
}

/**
 * Parses a document.
 * @throws DOCUMENT_NOT_TRUSTED if only other documents are allowed, QUERY_TOO_COMPLEX if the document exceeds a limit,
 * GRAPHQL_VALIDATION_FAILED if it uses introspection and must not, and the error of graphql-js if it cannot be parsed.
 */
export function readDocument(text: string, { limits, introspection, trustedDocuments }: DocumentRules): DocumentNode {
  if (trustedDocuments?.refuses(text)) throw documentNotTrusted();
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
  const measurer = new OperationMeasurer(fragments);
  for (const operation of operations) {
    const measure = measurer.measure(operation);
    for (const limit of ["depth", "rootFields", "aliases", "directives"] as const) {
      checkLimit(limits, limit, measure[limit]);
    }
  }
}

function checkLimit(limits: Limits, limit: keyof Limits, actual: number): void {
  if (actual > limits[limit]) throw queryTooComplex({ limit, max: limits[limit], actual });
}

/** Returns all fields, fragment spreads and inline fragments of a document. Spreads are not expanded. */
function selectionsOf({ definitions }: DocumentNode): SelectionNode[] {
  const selections = definitions.flatMap((definition) => selectionSetOf(definition)?.selections ?? []);
  // The loop also visits the selections that it appends.
  for (const selection of selections) selections.push(...(selectionSetOf(selection)?.selections ?? []));
  return selections;
}

function selectionSetOf(node: DefinitionNode | SelectionNode): SelectionSetNode | undefined {
  return "selectionSet" in node ? node.selectionSet : undefined;
}

/** Removes repeated spreads of a fragment in one selection set, because execution ignores them, too. */
export function withoutRepeatedSpreads(selections: readonly SelectionNode[]): readonly SelectionNode[] {
  const spread = new Set<string>();
  return selections.filter((selection) => {
    if (selection.kind !== Kind.FRAGMENT_SPREAD) return true;
    const { size } = spread;
    return spread.add(selection.name.value).size > size;
  });
}

/** `_service` is how gateways of Apollo Federation read the schema. */
const introspectionFields = ["__schema", "__type", "_service"];

function isIntrospection(selection: SelectionNode): boolean {
  return selection.kind === Kind.FIELD && introspectionFields.includes(selection.name.value);
}

const emptyMeasure: Measure = { depth: 0, rootFields: 0, aliases: 0, directives: 0 };

/** Measures the operations of one document. */
class OperationMeasurer {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #fragmentMeasures = new Map<string, Measure>();

  constructor(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
    this.#fragments = fragments;
  }

  measure({ directives = [], selectionSet }: OperationDefinitionNode): Measure {
    const measure = this.#selections(selectionSet);
    return { ...measure, directives: measure.directives + directives.length };
  }

  /** `rootFields` counts the fields directly in this selection set. */
  #selections({ selections }: SelectionSetNode): Measure {
    const sum = { ...emptyMeasure };
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
    const inside = selectionSet ? this.#selections(selectionSet) : emptyMeasure;
    const depth = 1 + inside.depth;
    return {
      ...inside,
      depth: isIntrospection(selection) && depth <= introspectionDepth ? 1 : depth,
      rootFields: 1,
      aliases: inside.aliases + (alias === undefined ? 0 : 1),
    };
  }

  #fragment(name: string): Measure {
    const known = this.#fragmentMeasures.get(name);
    if (known !== undefined) return known;
    // Ends the recursion for fragments that contain themselves. Validation refuses them later.
    this.#fragmentMeasures.set(name, emptyMeasure);
    const fragment = this.#fragments.get(name);
    if (fragment === undefined) return emptyMeasure;
    const measure = this.#selections(fragment.selectionSet);
    const own = { ...measure, directives: measure.directives + (fragment.directives?.length ?? 0) };
    this.#fragmentMeasures.set(name, own);
    return own;
  }
}
