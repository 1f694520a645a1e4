import { useState } from "react";
import type { useSession } from "../../sign-in/client/use-session.js";
import { nameOf } from "../../sign-in/client/viewer.js";
import { DemoLogIn } from "./demo-log-in.js";
import { KeyForm } from "./key-form.js";
import { LogInForm } from "./log-in-form.js";

type CallerBarProps = Omit<ReturnType<typeof useSession>, "drop" | "isAsking">;

/** Shows the caller of the requests, and lets the user log in and out. */
export function CallerBar(props: CallerBarProps) {
  const { session, offeredKey, accept, decline, begin, beginWithPassword, beginAsDemo, end, retry } = props;
  const { credential, problem } = session;
  const isAnonymous = credential === undefined;
  return (
    <header className={isAnonymous ? "caller-bar caller-bar-anonymous" : "caller-bar"}>
      {problem && (
        <span className="caller-bar-problem" role="alert">
          {problem}
        </span>
      )}
      {offeredKey !== undefined && <KeyOffer onAccept={accept} onDecline={decline} />}
      {isAnonymous ? (
        <Forms onKey={begin} onPassword={beginWithPassword} onDemo={beginAsDemo} />
      ) : (
        <LoggedIn session={session} onRetry={retry} onLogOut={end} />
      )}
    </header>
  );
}

interface KeyOfferProps {
  onAccept: () => void;
  onDecline: () => void;
}

function KeyOffer({ onAccept, onDecline }: KeyOfferProps) {
  return (
    <span className="caller-bar-problem" role="alert">
      The link that you opened has another key. Use it only if you trust who gave you the link.{" "}
      <button type="button" onClick={onAccept}>
        Use the key of the link
      </button>{" "}
      <button type="button" onClick={onDecline}>
        Ignore it
      </button>
    </span>
  );
}

interface FormsProps {
  onKey: CallerBarProps["begin"];
  onPassword: CallerBarProps["beginWithPassword"];
  onDemo: CallerBarProps["beginAsDemo"];
}

function Forms({ onKey, onPassword, onDemo }: FormsProps) {
  const [usesKey, setUsesKey] = useState(false);
  return (
    <>
      {usesKey ? <KeyForm onKey={onKey} /> : <LogInForm onPassword={onPassword} />}
      <DemoLogIn onDemo={onDemo} />
      <button type="button" className="caller-bar-link" onClick={() => setUsesKey(!usesKey)}>
        {usesKey ? "Log in with a password" : "Use a key instead"}
      </button>
      <span className="caller-bar-hint">
        No access yet? With the embedded database, the server prints a link with a key when it starts. Otherwise ask the
        people who run this server for an account or an API key.
      </span>
    </>
  );
}

interface LoggedInProps {
  session: CallerBarProps["session"];
  onRetry: () => void;
  onLogOut: () => void;
}

function LoggedIn({ session: { viewer, problem }, onRetry, onLogOut }: LoggedInProps) {
  return (
    <>
      {viewer && (
        <span title={viewer.scopes.length > 0 ? `Scopes: ${viewer.scopes.join(", ")}` : "No scopes"}>
          Logged in as <strong>{nameOf(viewer)}</strong>
        </span>
      )}
      {!viewer && !problem && <span>Reading who is logged in …</span>}
      {problem && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
      <button type="button" onClick={onLogOut}>
        Log out
      </button>
    </>
  );
}
