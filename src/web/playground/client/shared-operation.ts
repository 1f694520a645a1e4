import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { useEffect } from "react";

/** An operation in a link, without headers and without a credential. */
export interface SharedOperation {
  readonly query: string;
  /** JSON, or empty. */
  readonly variables: string;
}

/** Returns a link that opens this page with the operation. The fragment is not sent to a server. */
export function linkTo({ query, variables }: SharedOperation): string {
  const fragment = new URLSearchParams({ query });
  if (variables.trim()) fragment.set("variables", variables);
  return `${location.origin}${location.pathname}${location.search}#${fragment}`;
}

/** Returns the operation of the link that opened the page, and removes it from the address bar, so that a reload opens no new tab. */
export function takeOperationFromAddress(): SharedOperation | undefined {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const query = fragment.get("query");
  if (query === null) return undefined;
  const variables = fragment.get("variables") ?? "";
  fragment.delete("query");
  fragment.delete("variables");
  const rest = fragment.toString();
  history.replaceState(history.state, "", location.pathname + location.search + (rest && `#${rest}`));
  return { query, variables };
}

/** Opens a tab for each link that is opened in the page that is already open. */
export function useOperationsOfLinks(): void {
  const { addTab } = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  useEffect(() => {
    // Until the editors exist, the link stays in the address.
    if (!queryEditor || !variableEditor) return;
    const openTab = () => {
      const operation = takeOperationFromAddress();
      if (operation === undefined) return;
      addTab();
      queryEditor.setValue(operation.query);
      variableEditor.setValue(operation.variables);
    };
    openTab();
    addEventListener("hashchange", openTab);
    return () => removeEventListener("hashchange", openTab);
  }, [addTab, queryEditor, variableEditor]);
}
