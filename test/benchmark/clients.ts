import { Kind, parse, print, type SelectionSetNode, visit } from "graphql";
import { documents, type OperationName } from "./documents.js";

export const clientNames = ["plain", "apollo"] as const;

export type ClientName = (typeof clientNames)[number];

/** The way in which a client sends the documents of the jobs. */
export interface Client {
  readonly name: ClientName;
  readonly title: string;
  /** The headers that it adds, each with its end of line. */
  readonly headers: string;
  /** The body of a request. */
  bodyOf(operationName: OperationName, variables: object): string;
}

const apolloQueries = new Map<OperationName, string>();

export const clients: Readonly<Record<ClientName, Client>> = {
  plain: {
    name: "plain",
    title: "plain requests",
    headers: "",
    bodyOf: (operationName, variables) => JSON.stringify({ query: documents[operationName], operationName, variables }),
  },
  apollo: {
    name: "apollo",
    title: "requests of Apollo Client 4",
    headers: "accept: application/graphql-response+json,application/json;q=0.9\r\n",
    bodyOf: (operationName, variables) =>
      JSON.stringify({
        operationName,
        variables,
        extensions: { clientLibrary: { name: "@apollo/client", version: "4.3.8" } },
        query: apolloQuery(operationName),
      }),
  },
};

function apolloQuery(operationName: OperationName): string {
  const known = apolloQueries.get(operationName);
  if (known !== undefined) return known;
  const query = withTypenames(documents[operationName]);
  apolloQueries.set(operationName, query);
  return query;
}

/** Adds `__typename` to each selection set except that of the operation, as Apollo Client does. */
function withTypenames(document: string): string {
  const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } } as const;
  const added = visit(parse(document), {
    SelectionSet: (node, _key, parent): SelectionSetNode | undefined =>
      parent !== undefined && "kind" in parent && parent.kind === Kind.OPERATION_DEFINITION
        ? undefined
        : { ...node, selections: [...node.selections, typename] },
  });
  return print(added);
}
