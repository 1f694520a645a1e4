import { useCallback, useEffect, useRef } from "react";
import { useLocation } from "react-router";
import { useConfirm } from "../dialogs/confirm.js";

const question = {
  title: "Leave without saving?",
  body: "Your changes are lost.",
  action: "Leave",
  isDangerous: true,
};

/** A browser that leaves the page asks before this time is over. */
const leavingMs = 1_000;

let unsavedForms = 0;

let onPopState: ((event: PopStateEvent) => void) | undefined;
// Listens before the router is created, because a window calls its listeners in the order in which they were added.
addEventListener("popstate", (event) => onPopState?.(event));

/** Returns true if a form of the page has changes that are not saved. */
export function hasUnsavedChanges(): boolean {
  return unsavedForms > 0;
}

/** Returns a function that resolves to true if the page may be left: there are no changes that are not saved, or they may be lost. */
export function useMayLeave(): () => Promise<boolean> {
  const confirm = useConfirm();
  return useCallback(async () => !hasUnsavedChanges() || confirm(question), [confirm]);
}

/** Returns a function that closes the dialog of a form, after a question if changes would be lost. */
export function useCloseForm(close: () => void): () => void {
  const mayLeave = useMayLeave();
  const isAsking = useRef(false);
  return async () => {
    if (isAsking.current) return;
    isAsking.current = true;
    if (await mayLeave()) close();
    // The key Escape that answers the question is also meant for the dialog below it.
    setTimeout(() => {
      isAsking.current = false;
    });
  };
}

/**
 * Asks before a link, a button of the browser, or the browser itself leaves the page with changes that are not saved. Code that
 * removes the form in another way must ask with {@link useMayLeave}.
 */
export function useUnsavedChanges(hasChanges: boolean): void {
  const confirm = useConfirm();
  const { key } = useLocation();

  useEffect(() => {
    if (!hasChanges) return;
    unsavedForms += 1;
    return () => {
      unsavedForms -= 1;
    };
  }, [hasChanges]);

  useEffect(() => {
    if (!hasChanges) return;
    let isLeaving = false;
    const warn = (event: BeforeUnloadEvent) => {
      if (!isLeaving) event.preventDefault();
    };
    const askFirst = async (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (isLeaving || !link || !leavesPage(link, event)) return;
      event.preventDefault();
      event.stopPropagation();
      if (!(await confirm(question))) return;
      isLeaving = true;
      // Click the same link again, because its handler decides if the app or the browser opens the page.
      link.click();
      // The link may start a download instead of leaving the page.
      setTimeout(() => {
        isLeaving = false;
      }, leavingMs);
    };
    addEventListener("beforeunload", warn);
    document.addEventListener("click", askFirst, { capture: true });
    return () => {
      removeEventListener("beforeunload", warn);
      document.removeEventListener("click", askFirst, { capture: true });
    };
  }, [hasChanges, confirm]);

  // The position in the history belongs to the key of the location.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => (hasChanges ? holdBack(() => confirm(question)) : undefined), [hasChanges, confirm, key]);
}

/**
 * Asks before the buttons Back and Forward of the browser leave the page. The browser has left it by then, so it is led back at once,
 * before the router hears of it. React Router's `useBlocker` does the same, but needs its data router: 18 kB more for the first view.
 * @returns a function that ends it.
 */
function holdBack(ask: () => Promise<boolean>): () => void {
  const { pathname } = location;
  const position = historyPosition();
  let isLeaving = false;
  const stay = async (event: PopStateEvent) => {
    if (isLeaving || location.pathname === pathname) return;
    event.stopImmediatePropagation();
    const steps = historyPosition() - position || -1;
    history.go(-steps);
    if (!(await ask())) return;
    isLeaving = true;
    history.go(steps);
  };
  onPopState = stay;
  return () => {
    if (onPopState === stay) onPopState = undefined;
  };
}

/** The position of the page in the history of the tab, as React Router counts. NaN for a page that the router has not opened. */
function historyPosition(): number {
  return (history.state as { readonly idx?: number } | null)?.idx ?? Number.NaN;
}

/** Returns true if a click on the link opens another page of this server in place of the present one. */
function leavesPage(link: HTMLAnchorElement, event: MouseEvent): boolean {
  const hasModifier = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  const opensElsewhere = event.button !== 0 || hasModifier || (link.target !== "" && link.target !== "_self");
  if (opensElsewhere || link.hasAttribute("download")) return false;
  // The browser asks before it opens a page of another server.
  return link.origin === location.origin && link.pathname !== location.pathname;
}
