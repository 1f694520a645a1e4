import { createContext, useContext, useEffect } from "react";
import { useLocation } from "react-router";

/** The last query string of each page that the person has opened, by path: filters, sorting and the page of a list. */
export const LastSearchesContext = createContext(new Map<string, string>());

/** Remembers the query string of the present page. */
export function useRememberedSearch(): void {
  const searches = useContext(LastSearchesContext);
  const { pathname, search } = useLocation();
  useEffect(() => {
    searches.set(pathname, search);
  }, [searches, pathname, search]);
}

/** Returns the address of a page as the person has left it. */
export function useLastAddress(path: string): string {
  return path + (useContext(LastSearchesContext).get(path) ?? "");
}
