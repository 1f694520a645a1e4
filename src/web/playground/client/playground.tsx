import { explorerPlugin } from "@graphiql/plugin-explorer";
import { HISTORY_PLUGIN } from "@graphiql/plugin-history";
import type { TabsState } from "@graphiql/react";
import { GraphiQL } from "graphiql";
import { useEffect, useMemo, useRef, useState } from "react";
import { useSession } from "../../sign-in/client/use-session.js";
import { CallerBar } from "./caller-bar.js";
import { examples } from "./examples.js";
import { createFetcher } from "./fetcher.js";
import { introspectionName } from "./observed-fetcher.js";
import { type Notice, ResponsePanel } from "./response-panel.js";
import { Responses } from "./responses.js";
import { takeOperationFromAddress } from "./shared-operation.js";
import { storage } from "./storage.js";
import { TabButtons } from "./tab-buttons.js";

/** The address of the admin app, if the server has it. The server writes it into the page. */
const adminAppAddress = document.getElementById("root")?.dataset.adminApp;

const plugins = [HISTORY_PLUGIN, explorerPlugin({ showAttribution: false })];

/** The whole page: the bar with the caller on top, GraphiQL below. */
export function Playground() {
  const { drop, isAsking: _, ...caller } = useSession();
  const { credential } = caller.session;
  const [responses] = useState(() => new Responses());
  const [shared] = useState(takeOperationFromAddress);
  const changedTabs = useRef<TabsState>(undefined);
  const [notice, setNotice] = useState<Notice>();
  // With a new fetcher, GraphiQL reads the schema again, as the new caller.
  const { fetcher, close } = useMemo(() => {
    const created = createFetcher(credential, responses, drop);
    const send: typeof created.fetcher = (operation, ...rest) => {
      // GraphiQL reads the schema by itself.
      if (operation.operationName !== introspectionName) setNotice(undefined);
      return created.fetcher(operation, ...rest);
    };
    return { ...created, fetcher: send };
  }, [credential, responses, drop]);
  useEffect(() => close, [close]);

  return (
    <>
      <CallerBar {...caller} />
      <main className="playground">
        <GraphiQL
          fetcher={fetcher}
          storage={storage}
          onTabChange={(state) => {
            changedTabs.current = state;
          }}
          plugins={plugins}
          {...(shared && { initialQuery: shared.query, initialVariables: shared.variables })}
          defaultTabs={shared ? [shared, ...examples] : examples}
          defaultEditorToolsVisibility="variables"
          shouldPersistHeaders={false}
          schemaDescription
          inputValueDeprecation
        >
          <GraphiQL.Logo>
            <span className="playground-title">Customers API</span>
            {adminAppAddress !== undefined && <a href={adminAppAddress}>Admin app</a>}
          </GraphiQL.Logo>
          <GraphiQL.Toolbar>
            {({ prettify, merge, copy }) => (
              <>
                {prettify}
                {merge}
                {copy}
                <TabButtons
                  isAnonymous={credential === undefined}
                  onNotice={(text, tab) => setNotice({ text, tab, credential })}
                />
              </>
            )}
          </GraphiQL.Toolbar>
          <GraphiQL.Footer>
            <ResponsePanel responses={responses} credential={credential} changedTabs={changedTabs} notice={notice} />
          </GraphiQL.Footer>
        </GraphiQL>
      </main>
    </>
  );
}
