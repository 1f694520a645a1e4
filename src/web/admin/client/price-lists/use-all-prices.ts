import type { ApolloClient } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { priceLines } from "./price-lines.js";
import { AllPricesDocument, type AllPricesQuery } from "./price-list.generated.js";

/** All prices of a price list. */
export interface LoadedPrices {
  readonly title: string;
  readonly version: number;
  /** One price in each line. */
  readonly text: string;
}

interface AllPrices {
  /** Undefined until they are loaded, and null if there is no such price list. */
  readonly loaded?: LoadedPrices | null;
  readonly error?: unknown;
  retry(): void;
}

/** Reads all pages of prices, which are saved as a whole. */
export function useAllPrices(id: string): AllPrices {
  const client = useApolloClient();
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<Omit<AllPrices, "retry">>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt reads again
  useEffect(() => {
    let isCurrent = true;
    setState({});
    readAll(client, id).then(
      (loaded) => isCurrent && setState({ loaded }),
      (error) => isCurrent && setState({ error }),
    );
    return () => {
      isCurrent = false;
    };
  }, [client, id, attempt]);
  return { ...state, retry: () => setAttempt(attempt + 1) };
}

async function readAll(client: ApolloClient, id: string): Promise<LoadedPrices | null> {
  const pages: NonNullable<AllPricesQuery["priceList"]>[] = [];
  let after: string | null = null;
  do {
    const page: AllPricesQuery["priceList"] = await readPage(client, id, after);
    if (!page) return null;
    pages.push(page);
    after = page.prices.pageInfo.hasNextPage ? page.prices.pageInfo.endCursor : null;
  } while (after !== null);
  const [first] = pages;
  if (!first) return null;
  // A later page may be of a later version. Then the first version is refused when the prices are saved.
  return { title: first.title, version: first.version, text: priceLines(pages.flatMap(({ prices }) => prices.nodes)) };
}

async function readPage(client: ApolloClient, id: string, after: string | null): Promise<AllPricesQuery["priceList"]> {
  const { data } = await client.query({ query: AllPricesDocument, variables: { id, after }, fetchPolicy: "no-cache" });
  return data?.priceList ?? null;
}
