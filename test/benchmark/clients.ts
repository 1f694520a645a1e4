import { Kind, parse, print, type SelectionSetNode, visit } from "graphql";
import { documents, type OperationName } from "./documents.js";

export const clientNames = ["plain", "apollo", "urql", "relay"] as const;

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
        query: queryWithTypenames(operationName),
      }),
  },
  urql: {
    name: "urql",
    title: "requests of urql",
    headers:
      "accept: application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed\r\n",
    bodyOf: (operationName, variables) =>
      JSON.stringify({ query: queryWithTypenames(operationName), operationName, variables }),
  },
  relay: {
    name: "relay",
    title: "requests of a Relay network layer",
    headers: "accept: application/graphql-response+json, application/json;q=0.9\r\n",
    bodyOf: (operationName, variables) => JSON.stringify({ query: printedQuery(operationName), variables }),
  },
};

const queryWithTypenames = cached((operationName) => addTypenames(documents[operationName]));

/** The jobs select the id of each object, which Relay's compiler would add. */
const printedQuery = cached((operationName) => print(parse(documents[operationName])));

function cached(create: (operationName: OperationName) => string): (operationName: OperationName) => string {
  const texts = new Map<OperationName, string>();
  return (operationName) => {
    const text = texts.get(operationName) ?? create(operationName);
    texts.set(operationName, text);
    return text;
  };
}

/** Adds `__typename` to each selection set except that of the operation, as Apollo Client and urql do. */
function addTypenames(document: string): string {
  const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } } as const;
  const added = visit(parse(document), {
    SelectionSet: (node, _key, parent): SelectionSetNode | undefined =>
      parent !== undefined && "kind" in parent && parent.kind === Kind.OPERATION_DEFINITION
        ? undefined
        : { ...node, selections: [...node.selections, typename] },
  });
  return print(added);
}
