import { pick, type TabsState, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { type RefObject, useEffect, useRef } from "react";
import type { Responses } from "./responses.js";

interface OneCaller {
  readonly credential: string | undefined;
  readonly responses: Responses;
  /** The tabs after their last change. They may be newer than those that were rendered. */
  readonly changedTabs: RefObject<TabsState | undefined>;
}

/** Removes the responses of all tabs when the caller changes, so that the next user of the page does not see them. */
export function useResponsesOfOneCaller({ credential, responses, changedTabs }: OneCaller): void {
  const { moveTab, updateActiveTabValues } = useGraphiQLActions();
  const rendered = useGraphiQL(pick("tabs", "activeTabIndex"));
  const responseEditor = useGraphiQL((state) => state.responseEditor);
  const shownFor = useRef(credential);
  useEffect(() => {
    if (shownFor.current === credential) return;
    shownFor.current = credential;
    responses.clear();
    // GraphiQL finds the active tab again by its identity, and shows its values again.
    const { tabs, activeTabIndex } = changedTabs.current ?? rendered;
    moveTab(tabs.map((tab, index) => (index === activeTabIndex ? tab : { ...tab, response: null })));
    updateActiveTabValues({ response: null });
    responseEditor?.setValue("");
  }, [credential, responses, changedTabs, moveTab, updateActiveTabValues, rendered, responseEditor]);
}
