import { Suspense, useState } from "react";
import { useSession } from "../../sign-in/client/use-session.js";
import type { Viewer } from "../../sign-in/client/viewer.js";
import { ConfirmProvider } from "./dialogs/confirm.js";
import { hasUnsavedChanges } from "./forms/use-unsaved-changes.js";
import { ErrorBoundary } from "./layout/error-boundary.js";
import { lazyComponent } from "./layout/lazy-component.js";
import { SplashScreen } from "./layout/splash-screen.js";
import { SignedInApp } from "./shell/signed-in-app.js";
import { SignInPage, type SignInWay } from "./sign-in/sign-in-page.js";
import { ViewerProblem } from "./sign-in/viewer-problem.js";
import { AppTheme } from "./theme/app-theme.js";

const KeyOffer = lazyComponent(async () => (await import("./sign-in/key-offer.js")).KeyOffer);

type SessionState = ReturnType<typeof useSession>;

/** The whole app. */
export function App() {
  return (
    <AppTheme>
      <ErrorBoundary>
        <ConfirmProvider>
          <Session />
        </ConfirmProvider>
      </ErrorBoundary>
    </AppTheme>
  );
}

function Session() {
  const state = useSession();
  const { session, offeredKey, accept, decline, drop, end } = state;
  const { viewer, former } = session;
  const shown = viewer?.type === "CUSTOMER" ? undefined : viewer;
  const kept = shown ?? (viewer ? undefined : former);
  return (
    <>
      <Suspense>{offeredKey !== undefined && <KeyOffer onAccept={accept} onDecline={decline} />}</Suspense>
      {/* When the server has ended a session during an edit, the same person continues after the next sign-in. */}
      {kept && (
        <SignedInApp
          key={idOf(kept)}
          viewer={kept}
          isHidden={!shown}
          onRefused={(refused) => drop(refused, idOf(kept) !== undefined && hasUnsavedChanges())}
          onSignOut={end}
        />
      )}
      {!shown && <SignInStep state={state} />}
    </>
  );
}

/** Returns the id of who is signed in. Undefined if the server does not know them by an id. */
function idOf({ user, apiKey }: Viewer): string | undefined {
  return user?.id ?? apiKey?.id;
}

/** What is shown before the pages. It does not change the address, so the page of the address opens after it. */
function SignInStep({ state }: { readonly state: SessionState }) {
  const [way, setWay] = useState<SignInWay>("password");
  const { session, isAsking, end, retry } = state;
  const { credential, viewer, problem } = session;
  if (credential === undefined) return isAsking ? <SplashScreen /> : <SignInPage {...state} way={way} onWay={setWay} />;
  if (viewer) {
    const message = "The admin app is for the people of the shop. Sign in as a member of staff or with an API key.";
    return <ViewerProblem title="This is the account of a customer" message={message} onSignOut={end} />;
  }
  if (problem === undefined) return <SplashScreen />;
  return <ViewerProblem title="The server does not answer" message={problem} onRetry={retry} onSignOut={end} />;
}
