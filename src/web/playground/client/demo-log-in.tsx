import { useState } from "react";
import { offeredDemoAccounts } from "../../sign-in/client/demo-accounts.js";
import type { AccountKind } from "../../sign-in/client/log-in.js";

interface DemoLogInProps {
  /** Resolves when the server has answered, also with an error. */
  onDemo(kind: AccountKind): Promise<void>;
}

const labels: Record<AccountKind, string> = { staff: "Demo staff", customer: "Demo customer" };

/** A button for each demo account that the page offers. */
export function DemoLogIn({ onDemo }: DemoLogInProps) {
  const [isWaiting, setIsWaiting] = useState(false);
  const [offered] = useState(offeredDemoAccounts);
  if (offered.length === 0) return null;

  const logIn = async (kind: AccountKind) => {
    setIsWaiting(true);
    try {
      await onDemo(kind);
    } finally {
      setIsWaiting(false);
    }
  };

  return (
    <span className="caller-bar-demo">
      or as{" "}
      {offered.map((kind) => (
        <button key={kind} type="button" disabled={isWaiting} onClick={() => logIn(kind)}>
          {labels[kind]}
        </button>
      ))}
    </span>
  );
}
