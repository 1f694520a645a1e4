import { useCallback, useEffect, useLayoutEffect, useState } from "react";
import { clearCredential, readCredential, storeCredential, takeKeyFromAddress } from "./credential.js";
import { type AccountKind, logIn } from "./log-in.js";
import { RequestError } from "./request-error.js";
import { fetchViewer, type Viewer } from "./viewer.js";

/** The session of the user of the page. */
export interface Session {
  /** The credential of requests. Undefined if the user is not logged in. */
  credential?: string | undefined;
  /** The caller. Undefined before the server has answered. */
  viewer?: Viewer;
  /** The message of the last error. */
  problem?: string;
}

const refusedMessage =
  "The server does not accept this log-in or key: it has expired, was revoked or is wrong. Log in again.";

/** The session of this browser tab, with the functions that begin and end it. */
export function useSession() {
  const [session, setSession] = useState<Session>(() => ({ credential: readCredential() }));
  const [offeredKey, setOfferedKey] = useState<string>();

  const begin = useCallback((credential: string) => {
    storeCredential(credential);
    setOfferedKey(undefined);
    setSession({ credential });
  }, []);

  /**
   * Called when a link with a key is opened. If the user is logged in, the page asks before it uses the key: the author of a
   * link must not replace the session.
   */
  const offer = useCallback(
    (key: string) => {
      const current = readCredential();
      if (current === undefined) begin(key);
      else setOfferedKey(key === current ? undefined : key);
    },
    [begin],
  );

  const beginWithPassword = async (kind: AccountKind, email: string, password: string) => {
    setSession({});
    await logIn(kind, email, password).then(begin, (error) => {
      const problem = messageOf(error);
      // A link with a key may have been opened meanwhile.
      setSession((current) => (current.credential === undefined ? { problem } : current));
    });
  };

  const end = () => {
    clearCredential();
    setSession({});
  };

  /** Removes a credential that the server has refused, unless another one has replaced it. */
  const drop = useCallback((refused: string) => {
    if (readCredential() !== refused) return;
    clearCredential();
    setSession({ problem: refusedMessage });
  }, []);

  /** Reads the caller again, after the server could not be reached. */
  const retry = () => setSession(({ credential }) => ({ credential }));

  useEffect(() => {
    const { credential, viewer, problem } = session;
    if (credential === undefined || viewer || problem) return;
    let isCurrent = true;
    const show = (next: Session) => {
      if (isCurrent) setSession(next);
    };
    fetchViewer(credential).then(
      (found) => show({ credential, viewer: found }),
      (error) => (isRefusal(error) ? drop(credential) : show({ credential, problem: messageOf(error) })),
    );
    return () => {
      isCurrent = false;
    };
  }, [session, drop]);

  useKeyFromAddress(offer);
  const decline = () => setOfferedKey(undefined);
  return { session, offeredKey, begin, beginWithPassword, decline, end, drop, retry };
}

/** Uses the key of the link that opened the page, and of links that are opened later in the same page. */
function useKeyFromAddress(onKey: (key: string) => void): void {
  useLayoutEffect(() => {
    const takeKey = () => {
      const key = takeKeyFromAddress();
      if (key) onKey(key);
    };
    takeKey();
    addEventListener("hashchange", takeKey);
    return () => removeEventListener("hashchange", takeKey);
  }, [onKey]);
}

function isRefusal(error: unknown): boolean {
  return error instanceof RequestError && error.code === "UNAUTHENTICATED";
}

function messageOf(error: unknown): string {
  if (!(error instanceof RequestError)) throw error;
  return error.message;
}
