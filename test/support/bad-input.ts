import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { print } from "graphql";
import type { TestServer } from "./server.js";

/** Expects BAD_USER_INPUT with status 400. Returns the error. */
export async function refusalOf<Data, Variables>(
  server: TestServer,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<string | undefined> {
  const { status, errors } = await server.ask(print(document), variables as Record<string, unknown>);
  expect({ status, codes: errors?.map(({ extensions }) => extensions?.code) }).toEqual({
    status: 400,
    codes: ["BAD_USER_INPUT"],
  });
  return errors?.[0]?.message;
}
