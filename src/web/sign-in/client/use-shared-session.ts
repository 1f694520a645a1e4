import { useEffect, useState } from "react";
import { readCredential, storeCredential } from "./credential.js";
import { listenToOtherTabs, tellOtherTabs } from "./session-channel.js";

/** Other tabs answer within milliseconds. An answer that comes later is used, too. */
const answerTimeMs = 200;

interface SharedSession {
  /** Begins the session of another tab. */
  begin(credential: string): void;
  /** Ends the session without telling the other tabs. */
  end(): void;
}

/**
 * Shares the session with the other tabs of this browser. A tab without a session asks for theirs.
 * @returns true while this tab waits for an answer.
 */
export function useSharedSession({ begin, end }: SharedSession): boolean {
  const [isAsking, setIsAsking] = useState(() => readCredential() === undefined);

  useEffect(() => {
    const stop = listenToOtherTabs((message) => {
      const credential = readCredential();
      if (message.type === "asked" && credential !== undefined) tellOtherTabs({ type: "answered", credential });
      if (message.type === "answered" && credential === undefined) begin(message.credential);
      if (message.type === "renewed" && credential === message.from) storeCredential(message.to);
      // Without a session, the page may keep what was typed in the one before. A sign-out removes that, too.
      if (message.type === "ended" && (credential ?? message.credential) === message.credential) end();
    });
    if (readCredential() === undefined) tellOtherTabs({ type: "asked" });
    const timer = setTimeout(() => setIsAsking(false), answerTimeMs);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [begin, end]);
  return isAsking;
}
