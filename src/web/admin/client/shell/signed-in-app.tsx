import { ApolloProvider } from "@apollo/client/react";
import { Activity, useEffect, useState } from "react";
import { BrowserRouter } from "react-router";
import type { Viewer } from "../../../sign-in/client/viewer.js";
import { createApiClient } from "../api/api-client.js";
import { useUnsavedChanges } from "../forms/use-unsaved-changes.js";
import { LastQueryStringsContext } from "../layout/last-query-strings.js";
import { basePath } from "../theme/page-data.js";
import { SignOutContext } from "../viewer/sign-out-context.js";
import { ViewerContext } from "../viewer/viewer-context.js";
import { AppRoutes } from "./app-routes.js";

interface SignedInAppProps {
  readonly viewer: Viewer;
  /** True while nobody is signed in. Then the pages keep what was typed, but are not shown, and nothing in them can be reached. */
  readonly isHidden: boolean;
  /** Is called when the server refuses the credential. */
  onRefused(credential: string): void;
  onSignOut(): void;
}

/** The pages. Each session has its own cache, so nobody sees the data of another session. */
export function SignedInApp({ viewer, isHidden, onRefused, onSignOut }: SignedInAppProps) {
  const [lastQueryStrings] = useState(() => new Map<string, string>());
  const [client] = useState(() => createApiClient(onRefused));
  useEffect(() => () => client.stop(), [client]);
  // The next person begins at the start page.
  const signOut = () => {
    history.replaceState(null, "", `${basePath}/`);
    onSignOut();
  };

  return (
    <ApolloProvider client={client}>
      <ViewerContext value={viewer}>
        <SignOutContext value={signOut}>
          <LastQueryStringsContext value={lastQueryStrings}>
            <BrowserRouter basename={basePath}>
              <Activity mode={isHidden ? "hidden" : "visible"}>
                <AppRoutes />
              </Activity>
              {isHidden && <HiddenChanges />}
            </BrowserRouter>
          </LastQueryStringsContext>
        </SignOutContext>
      </ViewerContext>
    </ApolloProvider>
  );
}

/** Asks before the hidden pages are left. */
function HiddenChanges() {
  useUnsavedChanges(true);
  return null;
}
