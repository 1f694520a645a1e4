import { useCallback } from "react";
import { useSearchParams } from "react-router";

/** A sort key of the API. */
export interface Sort<Field extends string> {
  readonly field: Field;
  readonly direction: "ASC" | "DESC";
}

/** The page of a connection, as the API returns it. */
export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** The arguments of the API for a page. */
export interface PageArguments {
  readonly first?: number;
  readonly after?: string;
  readonly last?: number;
  readonly before?: string;
}

interface ListUrlOptions<Field extends string> {
  readonly sortFields: readonly Field[];
  readonly defaultSort: Sort<Field>;
  readonly pageSize?: number;
}

/** The state of a list: what is shown is in the address, so that it can be bookmarked, shared, and left with the back button. */
export interface ListUrl<Field extends string> {
  readonly search: string;
  readonly sort: Sort<Field>;
  readonly page: PageArguments;
  readonly isFirstPage: boolean;
  /** Returns a filter of the address. */
  get(name: string): string | undefined;
  /** Changes filters and shows the first page. Undefined removes a filter. Typing replaces the entry of the history. */
  set(changes: Readonly<Record<string, string | undefined>>, options?: { readonly isTyping?: boolean }): void;
  sortBy(sort: Sort<Field>): void;
  showNext(pageInfo: PageInfo): void;
  showPrevious(pageInfo: PageInfo): void;
  showFirst(): void;
}

/** Reads and writes the state of a list in the query string: `?search=ada&sort=-LAST_NAME&after=…`, and filters of the page. */
export function useListUrl<Field extends string>(options: ListUrlOptions<Field>): ListUrl<Field> {
  const { sortFields, defaultSort, pageSize = 25 } = options;
  const [params, setParams] = useSearchParams();

  const set = useCallback<ListUrl<Field>["set"]>(
    (changes, { isTyping = false } = {}) => {
      const apply = (current: URLSearchParams) => {
        const next = new URLSearchParams(current);
        // A cursor belongs to the list for which it was made.
        for (const [name, value] of Object.entries({ after: undefined, before: undefined, ...changes })) {
          if (value === undefined || value === "") next.delete(name);
          else next.set(name, value);
        }
        return next;
      };
      setParams(apply, { replace: isTyping, preventScrollReset: true });
    },
    [setParams],
  );

  return {
    search: params.get("search") ?? "",
    sort: parseSort(params.get("sort"), sortFields) ?? defaultSort,
    page: pageOf(params, pageSize),
    isFirstPage: !params.has("after") && !params.has("before"),
    get: (name) => params.get(name) ?? undefined,
    set,
    sortBy: (sort) => set({ sort: stringifySort(sort, defaultSort) }),
    showNext: ({ endCursor }) => set({ after: endCursor ?? undefined }),
    showPrevious: ({ startCursor }) => set({ before: startCursor ?? undefined }),
    showFirst: () => set({}),
  };
}

function pageOf(params: URLSearchParams, pageSize: number): PageArguments {
  const [after, before] = [params.get("after"), params.get("before")];
  if (before !== null) return { last: pageSize, before };
  return after === null ? { first: pageSize } : { first: pageSize, after };
}

function parseSort<Field extends string>(text: string | null, fields: readonly Field[]): Sort<Field> | undefined {
  const field = fields.find((name) => name === text?.replace(/^-/, ""));
  return field && { field, direction: text?.startsWith("-") ? "DESC" : "ASC" };
}

function stringifySort<Field extends string>(sort: Sort<Field>, defaultSort: Sort<Field>): string | undefined {
  if (sort.field === defaultSort.field && sort.direction === defaultSort.direction) return undefined;
  return `${sort.direction === "DESC" ? "-" : ""}${sort.field}`;
}
