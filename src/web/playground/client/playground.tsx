import { GraphiQL } from "graphiql";
import { useEffect, useMemo } from "react";
import { CallerBar } from "./caller-bar.js";
import { examples } from "./examples.js";
import { createFetcher } from "./fetcher.js";
import { storage } from "./storage.js";
import { useSession } from "./use-session.js";

/** The whole page: the bar with the caller on top, GraphiQL below. */
export function Playground() {
  const { drop, ...caller } = useSession();
  const { credential } = caller.session;
  // With a new fetcher, GraphiQL reads the schema again, as the new caller.
  const { fetcher, close } = useMemo(() => createFetcher(credential, drop), [credential, drop]);
  useEffect(() => close, [close]);

  return (
    <>
      <CallerBar {...caller} />
      <main className="playground">
        <GraphiQL
          fetcher={fetcher}
          storage={storage}
          defaultTabs={examples}
          defaultEditorToolsVisibility="variables"
          shouldPersistHeaders={false}
        >
          <GraphiQL.Logo>
            <span className="playground-title">Customers API</span>
          </GraphiQL.Logo>
        </GraphiQL>
      </main>
    </>
  );
}
