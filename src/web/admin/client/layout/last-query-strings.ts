import { createContext, useContext, useEffect } from "react";
import { useLocation } from "react-router";

/** The last query string of each page that the person has opened, by path: filters, sorting and the page of a list. */
export const LastQueryStringsContext = createContext(new Map<string, string>());

/** Remembers the query string of the present page. */
export function useRememberQueryString(): void {
  const queryStrings = useContext(LastQueryStringsContext);
  const { pathname, search } = useLocation();
  useEffect(() => {
    queryStrings.set(pathname, search);
  }, [queryStrings, pathname, search]);
}

/** Returns the address of a page with the query string that it last had. */
export function useLastAddress(path: string): string {
  return path + (useContext(LastQueryStringsContext).get(path) ?? "");
}
