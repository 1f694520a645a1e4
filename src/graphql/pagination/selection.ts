import { type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from "graphql";
import type { FieldInfo } from "../filters/check-filter.js";

/** The part of a resolver's `info` that tells which subfields a client selects. */
export interface SelectionInfo extends FieldInfo {
  readonly fieldNodes: readonly FieldNode[];
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/** The parts of a list that a client selects. A selection that `@skip` or `@include` excludes counts as selected. */
export interface ListSelection {
  /** The names of the selected fields of its rows. */
  readonly fields: ReadonlySet<string>;
  /** True if rows, or information about the page, are selected. */
  readonly page: boolean;
  readonly cursors: boolean;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly totalCount: boolean;
  /** Equal for equal selections in the same order. */
  readonly signature: string;
}

const selectionCache = new WeakMap<FieldNode, ListSelection>();

/** Returns the selection of a field whose type is a connection. */
export function selectionOf({ fieldNodes, fragments }: SelectionInfo): ListSelection {
  const selections = fieldNodes.map((node) => {
    const selection = selectionCache.get(node) ?? selectionOfNode(node, fragments);
    selectionCache.set(node, selection);
    return selection;
  });
  const [first, ...others] = selections;
  if (first !== undefined && others.length === 0) return first;
  return withSignature({
    fields: new Set(selections.flatMap(({ fields }) => [...fields])),
    page: selections.some(({ page }) => page),
    cursors: selections.some(({ cursors }) => cursors),
    hasNextPage: selections.some(({ hasNextPage }) => hasNextPage),
    hasPreviousPage: selections.some(({ hasPreviousPage }) => hasPreviousPage),
    totalCount: selections.some(({ totalCount }) => totalCount),
  });
}

function withSignature(selection: Omit<ListSelection, "signature">): ListSelection {
  const { fields, ...rest } = selection;
  return { ...selection, signature: JSON.stringify([...fields, rest]) };
}

function selectionOfNode(node: FieldNode, fragments: SelectionInfo["fragments"]): ListSelection {
  const select = (name: string, nodes: readonly FieldNode[]) =>
    nodes.flatMap(({ selectionSet }) => fieldsOf(selectionSet, fragments)).filter((field) => field.name.value === name);
  const edges = select("edges", [node]);
  const rows = [...select("nodes", [node]), ...select("node", edges)];
  const pageInfo = select("pageInfo", [node]);
  return withSignature({
    fields: new Set(
      rows.flatMap(({ selectionSet }) => fieldsOf(selectionSet, fragments)).map(({ name }) => name.value),
    ),
    page: ["nodes", "edges", "pageInfo"].some((part) => select(part, [node]).length > 0),
    cursors:
      [select("cursor", edges), select("startCursor", pageInfo), select("endCursor", pageInfo)].flat().length > 0,
    hasNextPage: select("hasNextPage", pageInfo).length > 0,
    hasPreviousPage: select("hasPreviousPage", pageInfo).length > 0,
    totalCount: select("totalCount", [node]).length > 0,
  });
}

/** Returns the names of the fields that a client selects of an object. */
export function selectedFields({ fieldNodes, fragments }: SelectionInfo): ReadonlySet<string> {
  return new Set(
    fieldNodes.flatMap(({ selectionSet }) => fieldsOf(selectionSet, fragments)).map(({ name }) => name.value),
  );
}

/** Returns the fields of a selection set, including those of fragments. Each fragment is visited once. */
function fieldsOf(
  set: SelectionSetNode | undefined,
  fragments: SelectionInfo["fragments"],
  visited = new Set<string>(),
): FieldNode[] {
  return (set?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet, fragments, visited);
    const name = selection.name.value;
    if (visited.has(name)) return [];
    visited.add(name);
    return fieldsOf(fragments[name]?.selectionSet, fragments, visited);
  });
}
