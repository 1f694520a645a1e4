import { type ASTNode, type DirectiveNode, type DocumentNode, Kind, type VariableDefinitionNode, visit } from "graphql";

/**
 * Returns a document without the fields that `@include(if: $variable)` excludes for these variables, and without these directives and
 * variables.
 *
 * The variable must have no other use, and the field no fragment that nothing else uses.
 */
export function withoutExcluded(document: DocumentNode, variables: Readonly<Record<string, unknown>>): DocumentNode {
  const conditions = new Set(conditionsOf(document));
  if (conditions.size === 0) return document;
  const handle = <Node extends ASTNode & { readonly directives?: readonly DirectiveNode[] }>(node: Node) => {
    const include = node.directives?.find((directive) => conditionOf(directive) !== undefined);
    const condition = include && conditionOf(include);
    if (condition === undefined) return undefined;
    if (variables[condition] === false) return null;
    return { ...node, directives: node.directives?.filter((directive) => directive !== include) };
  };
  return visit(document, {
    Field: handle,
    InlineFragment: handle,
    FragmentSpread: handle,
    [Kind.VARIABLE_DEFINITION]: ({ variable }: VariableDefinitionNode) =>
      conditions.has(variable.name.value) ? null : undefined,
  });
}

/** Returns all documents that `withoutExcluded` makes of a document: one for each combination of its conditions. */
export function allWithoutExcluded(document: DocumentNode): DocumentNode[] {
  const conditions = conditionsOf(document);
  return Array.from({ length: 2 ** conditions.length }, (_, combination) => {
    const variables = conditions.map((condition, bit) => [condition, (combination & (1 << bit)) !== 0] as const);
    return withoutExcluded(document, Object.fromEntries(variables));
  });
}

/** Returns the variables of `@include` in a document. */
function conditionsOf(document: DocumentNode): string[] {
  const conditions = new Set<string>();
  visit(document, {
    [Kind.DIRECTIVE]: (directive: DirectiveNode) => {
      const condition = conditionOf(directive);
      if (condition !== undefined) conditions.add(condition);
    },
  });
  return [...conditions];
}

function conditionOf({ name, arguments: [argument] = [] }: DirectiveNode): string | undefined {
  return name.value === "include" && argument?.value.kind === Kind.VARIABLE ? argument.value.name.value : undefined;
}
