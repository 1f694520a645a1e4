import { type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from "graphql";
import type { FieldInfo } from "../filters/filter-values.js";

/** The part of a resolver's `info` that tells what a client selects of a field. */
export interface SelectionInfo extends FieldInfo {
  readonly fieldNodes: readonly FieldNode[];
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/** What a client may select of a list, whether or not `@skip` and `@include` leave it out in the end. */
export interface ListSelection {
  /** The names of the fields of its rows. */
  readonly fields: ReadonlySet<string>;
  readonly cursors: boolean;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly totalCount: boolean;
  /** The same for the same selection in the same order. */
  readonly signature: string;
}

const known = new WeakMap<FieldNode, ListSelection>();

/** What a client selects of a field that is a connection. */
export function selectionOf({ fieldNodes, fragments }: SelectionInfo): ListSelection {
  const selections = fieldNodes.map((node) => {
    const selection = known.get(node) ?? selectionOfNode(node, fragments);
    known.set(node, selection);
    return selection;
  });
  const [first, ...others] = selections;
  if (first !== undefined && others.length === 0) return first;
  return withSignature({
    fields: new Set(selections.flatMap(({ fields }) => [...fields])),
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
    cursors:
      [select("cursor", edges), select("startCursor", pageInfo), select("endCursor", pageInfo)].flat().length > 0,
    hasNextPage: select("hasNextPage", pageInfo).length > 0,
    hasPreviousPage: select("hasPreviousPage", pageInfo).length > 0,
    totalCount: select("totalCount", [node]).length > 0,
  });
}

/** The fields of a selection, by way of fragments too; each fragment is looked into once. */
function fieldsOf(
  set: SelectionSetNode | undefined,
  fragments: SelectionInfo["fragments"],
  seen = new Set<string>(),
): FieldNode[] {
  return (set?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet, fragments, seen);
    const name = selection.name.value;
    if (seen.has(name)) return [];
    seen.add(name);
    return fieldsOf(fragments[name]?.selectionSet, fragments, seen);
  });
}
