import { astFromDirective, getDocumentNodeFromSchema } from "@graphql-tools/utils";
import { GraphQLOneOfDirective, type GraphQLSchema, print } from "graphql";

const texts = new WeakMap<GraphQLSchema, string>();

/** Returns a schema as text, with its directives. Each schema is printed once, because that takes tens of milliseconds. */
export function printSchema(schema: GraphQLSchema): string {
  const text = texts.get(schema) ?? `${spaced(print(documentOf(schema)))}\n`;
  texts.set(schema, text);
  return text;
}

function documentOf(schema: GraphQLSchema) {
  const { kind, definitions } = getDocumentNodeFromSchema(schema);
  // GraphQL defines @oneOf only since 2025. Older tools and the composition of subgraphs need its definition.
  return { kind, definitions: [...definitions, astFromDirective(GraphQLOneOfDirective, schema)] };
}

/** Puts blank lines between the members of a type. GraphQL's own printer does the same, but prints no directives. */
function spaced(printed: string): string {
  let isInDescription = false;
  const lines = printed.split("\n").map((line, index, all) => {
    const isOpening = !isInDescription && /^ +"""/.test(line);
    // A description on one line has both marks.
    const marks = line.split('"""').length - 1;
    if (marks === 1) isInDescription = !isInDescription;
    return isOpening && !/[({]$/.test(all[index - 1] ?? "") ? `\n${line}` : line;
  });
  return lines.join("\n");
}
