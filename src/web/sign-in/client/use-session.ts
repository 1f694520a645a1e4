import { useCallback, useEffect, useLayoutEffect, useState } from "react";
import { clearCredential, readCredential, storeCredential, takeKeyFromAddress } from "./credential.js";
import { logInAsDemo } from "./demo-accounts.js";
import { type AccountKind, logIn, logOut } from "./log-in.js";
import { RequestError } from "./request-error.js";
import { tellOtherTabs } from "./session-channel.js";
import { useSharedSession } from "./use-shared-session.js";
import { fetchViewer, type Viewer } from "./viewer.js";

/** The session of the user of the page. */
export interface Session {
  /** The credential with which the session began. A renewed token replaces it in the storage. Undefined if the user is not logged in. */
  credential?: string | undefined;
  /** The caller. Undefined before the server has answered. */
  viewer?: Viewer;
  /** The message of the last error. */
  problem?: string;
  /** The caller of the session before, if the server has ended it and the page keeps what was typed. */
  former?: Viewer | undefined;
}

const refusedMessage =
  "The server does not accept this log-in or key: it has expired, was revoked or is wrong. Log in again.";

/** The session of this browser, with the functions that begin and end it. */
export function useSession() {
  const [session, setSession] = useState<Session>(() => ({ credential: readCredential() }));

  const begin = useCallback((credential: string) => {
    storeCredential(credential);
    setSession(({ former }) => ({ credential, former }));
  }, []);
  const endHere = useCallback(() => {
    clearCredential();
    setSession({});
  }, []);
  const isAsking = useSharedSession({ begin, end: endHere });

  const beginWithToken = async (token: Promise<string>) => {
    setSession(({ former }) => ({ former }));
    await token.then(begin, (error) => {
      const problem = messageOf(error);
      // A link with a key may have been opened meanwhile.
      setSession((current) => (current.credential === undefined ? { problem, former: current.former } : current));
    });
  };
  const beginWithPassword = (kind: AccountKind, email: string, password: string) =>
    beginWithToken(logIn(kind, email, password));
  const beginAsDemo = (kind: AccountKind) => beginWithToken(logInAsDemo(kind));

  /** Ends the session in all tabs and on the server. */
  const end = () => {
    const credential = readCredential();
    endHere();
    if (credential === undefined) return;
    tellOtherTabs({ type: "ended", credential });
    void logOut(credential);
  };

  /**
   * Removes a credential that the server has refused, unless another one has replaced it.
   * @param isKept is true if the page keeps what was typed.
   */
  const drop = useCallback((refused: string, isKept = false) => {
    if (readCredential() !== refused) return;
    clearCredential();
    setSession(({ viewer, former }) => ({ problem: refusedMessage, former: isKept && viewer ? viewer : former }));
  }, []);

  /** Reads the caller again, after the server could not be reached. */
  const retry = () => setSession(({ credential, former }) => ({ credential, former }));

  useViewer(session, setSession, drop);
  const offer = useOfferedKey(begin);
  return { session, isAsking, ...offer, begin, beginWithPassword, beginAsDemo, end, drop, retry };
}

/** Reads the caller of a session that has none yet. */
function useViewer(session: Session, setSession: (next: Session) => void, drop: (refused: string) => void): void {
  useEffect(() => {
    const { credential, viewer, problem, former } = session;
    if (credential === undefined || viewer || problem) return;
    let isCurrent = true;
    const show = (next: Session) => {
      if (isCurrent) setSession(next);
    };
    fetchViewer(credential).then(
      (found) => show({ credential, viewer: found }),
      (error) => (isRefusal(error) ? drop(credential) : show({ credential, problem: messageOf(error), former })),
    );
    return () => {
      isCurrent = false;
    };
  }, [session, setSession, drop]);
}

/**
 * Uses the key of the link that opened the page, and of links that are opened later in the same page. If the user is logged in, the
 * page asks before it uses the key: the author of a link must not replace the session.
 */
function useOfferedKey(begin: (credential: string) => void) {
  const [offeredKey, setOfferedKey] = useState<string>();
  useLayoutEffect(() => {
    const takeKey = () => {
      const key = takeKeyFromAddress();
      if (!key) return;
      const current = readCredential();
      if (current === undefined) begin(key);
      else setOfferedKey(key === current ? undefined : key);
    };
    takeKey();
    addEventListener("hashchange", takeKey);
    return () => removeEventListener("hashchange", takeKey);
  }, [begin]);

  const decline = () => setOfferedKey(undefined);
  const accept = () => {
    if (offeredKey !== undefined) begin(offeredKey);
    setOfferedKey(undefined);
  };
  return { offeredKey, accept, decline };
}

function isRefusal(error: unknown): boolean {
  return error instanceof RequestError && error.code === "UNAUTHENTICATED";
}

function messageOf(error: unknown): string {
  if (!(error instanceof RequestError)) throw error;
  return error.message;
}
