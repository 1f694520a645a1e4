import { GraphiQL } from "graphiql";
import { useEffect, useMemo, useState } from "react";
import { examples } from "./examples.js";
import { createFetcher } from "./fetcher.js";
import { forgetKey, keepKey, readKey, takeKeyFromAddress } from "./key.js";
import { KeyBar } from "./key-bar.js";
import { storage } from "./storage.js";

/** The whole page: the key on top, GraphiQL below. */
export function Playground() {
  const [key, setKey] = useState(readKey);
  // A new fetcher makes GraphiQL read the schema again, now as the new caller.
  const fetcher = useMemo(() => createFetcher(key), [key]);

  useEffect(() => {
    const onHashChange = () => {
      takeKeyFromAddress();
      setKey(readKey());
    };
    addEventListener("hashchange", onHashChange);
    return () => removeEventListener("hashchange", onHashChange);
  }, []);

  const apply = (newKey: string) => {
    keepKey(newKey);
    setKey(newKey);
  };
  const forget = () => {
    forgetKey();
    setKey(undefined);
  };

  return (
    <>
      <KeyBar hasKey={key !== undefined} onApply={apply} onForget={forget} />
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
