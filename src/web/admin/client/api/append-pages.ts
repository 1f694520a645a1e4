import type { FieldPolicy } from "@apollo/client";

interface Connection {
  readonly nodes?: readonly unknown[];
}

/** Keeps all loaded pages of a connection as one list: `fetchMore({ variables: { after } })` adds a page to it. */
export function appendPages(): FieldPolicy<Connection> {
  return {
    keyArgs: false,
    merge: (present, page, { args }) => {
      if (typeof args?.after !== "string") return page;
      return { ...page, nodes: [...(present?.nodes ?? []), ...(page.nodes ?? [])] };
    },
  };
}
